"""What came of a hub: its figures, its entries, who of them is out, and who has won."""

from __future__ import annotations

from hubapp.services.results.counting import count_new
from hubapp.services.results.disqualifying import disqualify, readmit, suspects_in
from hubapp.services.results.draws import (
    Taken,
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
from hubapp.services.results.entries import Entry, cards_of, entries_of, tests_in
from hubapp.services.results.exporting import table, winners
from hubapp.services.results.figures import (
    METRICS,
    figures,
    of_card,
    period_of,
    table_of,
    table_of_card,
)
from hubapp.services.results.letter import first_subject, first_text, last_line
from hubapp.services.results.measures import SHOWN, VIEWED
from hubapp.services.results.periods import Period, zone_of_hub
from hubapp.services.results.sealing import MOST_PLACES, seal
from hubapp.services.results.telling import (
    Done,
    Letter,
    may_be_mailed,
    may_be_told,
    said_before,
    tell_winners,
    tellings_of,
)
from hubapp.services.results.today import entries_today
from hubapp.services.results.views import Views, add_views
from hubapp.services.results.wanted import MOST_PEOPLE, Wanted
from hubapp.services.results.winning import wins_of

__all__ = [
    "Done",
    "Entry",
    "Letter",
    "METRICS",
    "MOST_PEOPLE",
    "MOST_PLACES",
    "Period",
    "SHOWN",
    "Taken",
    "VIEWED",
    "Views",
    "Wanted",
    "add_views",
    "cancel",
    "cards_of",
    "count_new",
    "disqualify",
    "draw",
    "draw_of",
    "draws_of",
    "entries_of",
    "entries_today",
    "figures",
    "first_subject",
    "first_text",
    "hub_of",
    "last_line",
    "list_of",
    "may_be_mailed",
    "may_be_told",
    "of_card",
    "period_of",
    "places_of",
    "readmit",
    "replace",
    "said_before",
    "seal",
    "suspects_in",
    "table",
    "table_of",
    "table_of_card",
    "taken",
    "tell_winners",
    "tellings_of",
    "tests_in",
    "winners",
    "wins_of",
    "zone_of_hub",
]
