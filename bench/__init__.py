"""Benchmarks beside their references, measured in one run on one machine."""
