"""What winners are mailed unless somebody writes something else, in the hub's language."""

from __future__ import annotations

from hubapp.core.words import Words

NAME = "{name}"
"""Stands for the first name in the text."""


def first_subject(hub: str) -> Words:
    """hub: its name."""
    return Words("You have won: %(hub)s", hub=hub)


def first_text(hub: str) -> Words:
    """The same of the text."""
    return Words(
        "Hello {name},\n\n"
        "your entry in %(hub)s was drawn: you have won! We will write to you again about how your "
        "prize gets to you.\n\n"
        "Congratulations!",
        hub=hub,
    )


def last_line(link: str) -> Words:
    """Beneath every text. link: to the proof."""
    return Words("How the winners were drawn, for everybody to check: %(link)s", link=link)
