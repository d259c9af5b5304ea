"""Who belongs to a workspace: invitations, roles, log-ins."""

from hubapp.blueprints.members.routes import bp

__all__ = ["bp"]
