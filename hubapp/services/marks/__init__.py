"""Marks by which people and browsers are known again, and from which nobody reads who they are:
HMACs with a random key of their workspace. The key is sealed, sealed anew when keys are rotated,
and never changed, for then nobody would be known again."""

from __future__ import annotations

from hubapp.services.marks.keys import key_of, key_of_hub, lost, new_key
from hubapp.services.marks.resealing import reseal

__all__ = ["key_of", "key_of_hub", "lost", "new_key", "reseal"]
