"""Values for people."""

from __future__ import annotations

from typing import Any

from hubapp.core.words import Words

_SHOWN = 2


def spoken(value: Any) -> Words:
    """A value as a person would say it."""
    if isinstance(value, bool):
        return Words("yes") if value else Words("no")
    if isinstance(value, list):
        return Words.verbatim(", ".join(str(each) for each in value))
    return Words.verbatim(str(value))


def masked(value: Any) -> Words:
    """Only how it begins, for whoever need not know who it is; of yes or no nothing."""
    if isinstance(value, bool):
        return Words.verbatim("…")
    text = str(spoken(value))
    return Words.verbatim(f"{text[:_SHOWN]}…" if text else "")


def masked_email(email: str) -> Words:
    """``an…@example.com``: whoever has the address knows it again, and nobody else learns it."""
    name, _, host = email.rpartition("@")
    # The word joiner keeps it on one line.
    return Words.verbatim(f"{name[:_SHOWN]}…\N{WORD JOINER}@{host}")
