"""What runs without a visitor: the worker, its jobs, the sweep."""
