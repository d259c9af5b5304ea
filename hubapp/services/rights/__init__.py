"""A person's rights: what is known of them, that they get it, and that it is forgotten."""

from __future__ import annotations

from hubapp.services.rights.afterwards import advance
from hubapp.services.rights.again import erase_again
from hubapp.services.rights.closing import erase_closed
from hubapp.services.rights.erasing import erase, erase_address
from hubapp.services.rights.exporting import as_csv, export
from hubapp.services.rights.finding import newest, search
from hubapp.services.rights.proving import ask_for_code, prove
from hubapp.services.rights.receipts import all_receipts
from hubapp.services.rights.seeing import name_of, names_of, profile
from hubapp.services.rights.telling import account_of, at_destinations, erasure_of, erasures
from hubapp.services.rights.yours import Browser, Yours, delete_told, told_here, withdraw

__all__ = [
    "Browser",
    "Yours",
    "account_of",
    "advance",
    "all_receipts",
    "as_csv",
    "ask_for_code",
    "at_destinations",
    "delete_told",
    "erase",
    "erase_address",
    "erase_again",
    "erase_closed",
    "erasure_of",
    "erasures",
    "export",
    "name_of",
    "names_of",
    "newest",
    "profile",
    "prove",
    "search",
    "told_here",
    "withdraw",
]
