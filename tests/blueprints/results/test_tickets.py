"""What a room full of people hears of a winner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hubapp.blueprints.results.tickets import _on_ticket
from hubapp.services.results import Entry


def entry(**means: str) -> Entry:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return Entry(1, "e", at, "draw", {}, "ana@example.com", "", {}, {}, means, ())


@pytest.mark.parametrize(
    ("means", "name", "country"),
    [
        ({"first_name": "Ana", "last_name": "Silva", "country": "AU"}, "Ana S.", "Australia"),
        ({"first_name": "Ana"}, "Ana", ""),
        ({"last_name": "Silva"}, "an…", ""),
        ({"country": "XX"}, "an…", ""),
    ],
)
def test_a_ticket_names_nobody_in_full(means, name, country):
    said, where = _on_ticket(entry(**means), "en")
    assert (str(said), where) == (name, country)


def test_who_is_erased_has_a_ticket_too():
    assert str(_on_ticket(None, "en")[0]) == "Erased since"


def test_whoever_is_known_by_nothing_has_one_as_well():
    nobody = replace(entry(), email="")
    assert str(_on_ticket(nobody, "en")[0]) == "Nobody said who"
