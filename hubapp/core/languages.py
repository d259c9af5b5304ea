"""The languages that a hub may speak to its visitors, and those that members may read."""

from __future__ import annotations

from babel import Locale

DEFAULT = "en"
LANGUAGES = [DEFAULT, "de", "fr", "es", "ko", "ar"]
"""ISO 639-1. Each but the first has a catalogue, ``translations/<language>/LC_MESSAGES/``."""
OF_MEMBERS = [DEFAULT, "ko"]
"""Each but the first has a second catalogue, of what only members read: ``members.po``."""


def spoken(language: str) -> str:
    """The language itself where it is spoken here, else English: a document of another release may
    name one that this release does not know."""
    return language if language in LANGUAGES else DEFAULT


def own_name(language: str) -> str:
    """What a language calls itself; of one that is not spoken here its code."""
    return str(Locale(language).get_display_name()) if language in LANGUAGES else language
