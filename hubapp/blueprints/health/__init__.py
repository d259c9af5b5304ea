"""For whoever watches the processes."""

from hubapp.blueprints.health.routes import bp

__all__ = ["bp"]
