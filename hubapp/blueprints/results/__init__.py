"""Results of a hub: its entries."""

from hubapp.blueprints.results.routes import bp

__all__ = ["bp"]
