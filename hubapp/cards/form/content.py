"""What an entry form holds beside its fields, which are the card's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, line, lines
from hubapp.core.words import Words


class EntryContent(Content):
    """Words before and after."""

    names: ClassVar[Mapping[str, Words]] = {
        "intro": Words("introduction"),
    }
    intro: str = lines(1000)
    thanks_title: str = line(120, secret=True)
    thanks_text: str = lines(1000, secret=True)
