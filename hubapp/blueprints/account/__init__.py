"""Your account: the password, and where you are logged in."""

from hubapp.blueprints.account.routes import bp

__all__ = ["bp"]
