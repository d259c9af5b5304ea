"""Use cases by area. An area is used through its face, this package's ``<area>/__init__.py``."""
