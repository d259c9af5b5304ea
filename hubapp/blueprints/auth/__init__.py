"""The front door, forgotten passwords and the way out."""

from hubapp.blueprints.auth.routes import bp, take_over

__all__ = ["bp", "take_over"]
