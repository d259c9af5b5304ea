"""The front door and the way out."""

from hubapp.blueprints.auth.routes import bp

__all__ = ["bp"]
