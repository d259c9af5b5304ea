"""Addresses of the cards of a draft: each has one of its own."""

from __future__ import annotations

from collections.abc import Mapping

from hubapp.core.errors import Problem
from hubapp.core.identifiers import slug_of
from hubapp.core.words import Words
from hubapp.services.editing.drafts import Json
from hubapp.services.editing.limits import ADDRESS

NO_ADDRESS = Words("An address is made of letters and digits. Type some.")
"""Nothing else is put in place of what was typed."""


def typed_slug(control: str, typed: str) -> list[Problem]:
    """A problem when nothing of what was typed can stand in an address."""
    lost = typed.strip() and not slug_of(typed, fallback="")
    return [Problem(control, NO_ADDRESS)] if lost else []


def taken_slug(docs: Mapping[str, Json], card_id: str, slug: str) -> list[Problem]:
    """A problem when another card of the hub stands at this address."""
    for body in _standing(docs, but=card_id):
        if body["slug"] == slug:
            sentence = Words(
                "“%(title)s” already has the address “%(slug)s”.", title=body["title"], slug=slug
            )
            return [Problem("card_slug", sentence)]
    return []


def free_card_slug(docs: Mapping[str, Json], title: str) -> str:
    """An address for a card of this title that no other has."""
    taken = {body["slug"] for body in _standing(docs)}
    plain = slug = slug_of(title, fallback="card", longest=ADDRESS)
    number = 2
    while slug in taken:
        end = f"-{number}"
        slug, number = plain[: ADDRESS - len(end)].rstrip("-") + end, number + 1
    return slug


def _standing(docs: Mapping[str, Json], but: str = "") -> list[Json]:
    # A card that no page names keeps no address taken.
    ids = [each for page in pages_of(docs) for each in page["cards"]]
    return [docs[f"card:{each}"] for each in ids if each != but and f"card:{each}" in docs]


def pages_of(docs: Mapping[str, Json]) -> list[Json]:
    """The pages of a draft that are there."""
    keys = [f"page:{each}" for each in docs["hub"]["pages"]]
    return [docs[key] for key in keys if key in docs]
