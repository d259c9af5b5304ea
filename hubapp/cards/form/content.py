"""What an entry form holds beside its fields, which are the card's form."""

from __future__ import annotations

from hubapp.core.content import Content, line, lines


class EntryContent(Content):
    """Words before and after."""

    intro: str = lines(1000)
    thanks_title: str = line(120, secret=True)
    thanks_text: str = lines(1000, secret=True)
