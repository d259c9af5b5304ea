"""Who did what, when and from where: written in the transaction of the act, below all areas."""

from __future__ import annotations

from hubapp.services.audit.noting import Act, acts, comes_from, note, note_of_user
from hubapp.services.audit.reading import forget_old, newest

__all__ = ["Act", "acts", "comes_from", "forget_old", "newest", "note", "note_of_user"]
