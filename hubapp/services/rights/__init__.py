"""A person's rights: what is known of them, and that it is forgotten."""

from __future__ import annotations

from hubapp.services.rights.afterwards import advance
from hubapp.services.rights.again import erase_again
from hubapp.services.rights.erasing import erase_address
from hubapp.services.rights.telling import account_of

__all__ = [
    "account_of",
    "advance",
    "erase_address",
    "erase_again",
]
