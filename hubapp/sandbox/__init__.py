"""The Braze stand-in: ``/users/track`` as the contract says, profiles to look at, segments. An app
of its own; it shares nothing with the destination that it stands in for."""

from hubapp.sandbox.app import create_sandbox

__all__ = ["create_sandbox"]
