"""Messages that a connection triggers."""

from hubapp.blueprints.messages.routes import bp

__all__ = ["bp"]
