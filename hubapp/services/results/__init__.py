"""What came of a hub: its figures, its entries, who of them is out, and who has won."""

from __future__ import annotations

from hubapp.services.results.disqualifying import (
    disqualify,
    is_suspect,
    readmit,
    suspect,
    suspects_in,
)
from hubapp.services.results.draws import (
    cancel,
    draw,
    draw_of,
    draws_of,
    hub_of,
    list_of,
    places_of,
    replace,
    taken,
)
from hubapp.services.results.entries import cards_of, entries_of
from hubapp.services.results.exporting import table, winners
from hubapp.services.results.figures import by_card, days_of
from hubapp.services.results.sealing import MOST_PLACES, seal
from hubapp.services.results.wanted import MOST_PEOPLE, Wanted

__all__ = [
    "MOST_PEOPLE",
    "MOST_PLACES",
    "Wanted",
    "by_card",
    "cancel",
    "cards_of",
    "days_of",
    "disqualify",
    "draw",
    "draw_of",
    "draws_of",
    "entries_of",
    "hub_of",
    "is_suspect",
    "list_of",
    "places_of",
    "readmit",
    "replace",
    "seal",
    "suspect",
    "suspects_in",
    "table",
    "taken",
    "winners",
]
