"""``hubapp demo``: its processes and its hub."""
