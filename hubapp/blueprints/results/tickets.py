"""Who stands on the tickets of the stage, said so that a room may hear it."""

from __future__ import annotations

from typing import NamedTuple

from hubapp.core.countries import countries
from hubapp.core.words import Words
from hubapp.services.results import Entry, Taken


class Ticket(NamedTuple):
    """place: of the prize; name: ``Ana S.``; country: empty where nobody said."""

    place: int
    name: Words
    country: str


def tickets_of(drawn: list[Taken], language: str) -> list[Ticket]:
    """Of those who have won, first place first. language: of the countries."""
    winners = [each for each in drawn if each.place.state == "winner"]
    found = (Ticket(each.place.prize, *_on_ticket(each.entry, language)) for each in winners)
    return sorted(found, key=lambda each: each.place)


def _on_ticket(entry: Entry | None, language: str) -> tuple[Words, str]:
    if entry is None:
        return Words("Erased since"), ""
    first, last = (str(entry.means.get(each, "")) for each in ("first_name", "last_name"))
    name = f"{first} {last[:1]}." if first and last else first
    country = dict(countries(language)).get(str(entry.means.get("country", "")), "")
    if name:
        return Words.verbatim(name), country
    said = entry.email or entry.phone
    return entry.who(masked=True) if said else Words("Nobody said who"), country
