"""The workspace's accounts at destinations."""

from hubapp.blueprints.accounts.routes import bp

__all__ = ["bp"]
