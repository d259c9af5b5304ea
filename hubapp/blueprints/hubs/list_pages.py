"""The page with all hubs, and what is said of a copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template
from markupsafe import Markup

from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing, results
from hubapp.services.editing import HubCopy, Listed, Shelf
from hubapp.web.covers import covers_of, paints_of


class Tile(NamedTuple):
    """card: whose picture or art is the hub's cover; None: it has no card yet. back_until: of what
    is deleted, for how long it can be had back."""

    row: Listed
    card: CardSnapshot | None
    art: Markup
    today: int
    back_until: datetime | None


def list_page(workspace_id: int, shelf: Shelf, search: str, before: int) -> str:
    """Of one shelf, and of those whose name or address has what was searched for."""
    page = editing.hub_page(workspace_id, shelf, search, before)
    today = results.entries_today({each.hub.id: each.shown.time_zone for each in page.rows})
    context: dict[str, Any] = {
        "tiles": [_tile(each, today[each.hub.id]) for each in page.rows],
        "paints": {each.hub.id: paints_of(each.shown.theme) for each in page.rows},
        "older": page.older,
        "shelf": shelf,
        "shelves": editing.shelves_of(workspace_id),
        "search": search,
    }
    return render_template("hubs/list.html", **context)


def _tile(row: Listed, today: int) -> Tile:
    card = next(iter(row.shown.cards()), None)
    art = covers_of(row.shown)(card) if card and not card.cover else Markup()
    deleted = row.hub.deleted_at
    return Tile(row, card, art, today, deleted + editing.KEPT if deleted else None)


def sentences_of_copy(hub: Hub, copy: HubCopy) -> Iterator[Words]:
    """What came along, what did not, and what to look at."""
    yield Words(
        "This is the copy of “%(hub)s”: pages, cards, forms and look came along. Codes, stock and "
        "connections did not: add them here.",
        hub=hub.name,
    )
    if copy.weeks:
        yield Words(
            "Everything opens and closes %(count)s week later.",
            "Everything opens and closes %(count)s weeks later.",
            count=copy.weeks,
        )
    if copy.dates:
        yield Words("The dates still read “%(dates)s”: change that line.", dates=copy.dates)
