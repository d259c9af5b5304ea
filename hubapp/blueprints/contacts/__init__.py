"""Contacts of a workspace."""

from hubapp.blueprints.contacts.routes import bp

__all__ = ["bp"]
