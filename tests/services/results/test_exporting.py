"""All entries, row by row."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.extensions import db
from hubapp.services.results import Wanted, disqualify, exporting, table, wanted
from tests.services.results.entrants import entry_of, in_zone
from tests.support.application import submit_entries
from tests.support.factories import UserFactory


def rows_of(hub, given: Wanted | None = None, masked: bool = False) -> list[dict]:
    head, *rows = table(hub, given or Wanted(), masked)
    return [dict(zip([str(each) for each in head], row, strict=True)) for row in rows]


def test_a_row_says_what_the_list_says_and_what_was_typed(hub):
    submit_entries(hub, "ana@example.com", name="=1+1")
    (row,) = rows_of(hub)
    assert (row["Card"], row["Person’s email"]) == ("Win the cooler", "ana@example.com")
    assert (row["First name"], row["Marketing consent"]) == ("=1+1", False)
    assert (str(row["In or out"]), str(row["Why out"])) == ("Takes part", "")
    assert row["How summer are you?: Score"] == ""


def test_times_are_told_by_the_hubs_clocks_too(hub):
    in_zone(hub, "Australia/Sydney")
    entry_of(hub, "ana@example.com")
    (row,) = rows_of(hub)
    assert f"{row['Time (UTC)']:%d %H:%M}" == "20 12:00"
    assert f"{row['Time (Australia/Sydney)']:%d %H:%M}" == "20 23:00"


def test_an_entry_that_is_out_says_why(hub):
    entry = entry_of(hub, "ana@example.com")
    disqualify(hub.id, entry.id, "Staff", UserFactory().id)
    (row,) = rows_of(hub)
    assert (str(row["In or out"]), row["Why out"]) == ("Disqualified", "Staff")


def test_for_analysts_nothing_says_who(hub):
    submit_entries(hub, "ana@example.com", name="Anastasia")
    (row,) = rows_of(hub, masked=True)
    assert (row["Person’s email"], str(row["First name"])) == ("an…", "hidden")
    assert row["Marketing consent"] is False
    assert "Anastasia" not in str(row)
    assert "ana@" not in str(row)


def test_one_card_has_its_own_columns(hub):
    entry_of(hub, "ana@example.com", card="quiz")
    entry_of(hub, "bea@example.com", card="draw")
    (row,) = rows_of(hub, Wanted(card="quiz"))
    assert row["Person’s email"] == "ana@example.com"
    assert "How summer are you?: Result" in row
    assert "Spin for a summer treat: Prize" not in row


def test_a_long_table_is_read_in_parts_that_are_let_go(hub, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for number in range(5):
        entry_of(hub, f"p{number}@example.com", hours=number)
    found = []
    rows = table(hub, Wanted(), False)
    next(rows)
    for row in rows:
        found.append(row[3])
        assert len(db.session.identity_map) < 3
    assert found == [f"p{number}@example.com" for number in (4, 3, 2, 1, 0)]


def test_a_filter_that_fits_too_many_is_refused_before_the_first_row(hub, monkeypatch):
    monkeypatch.setattr(wanted, "MOST_PEOPLE", 0)
    entry_of(hub, "ana@example.com")
    with pytest.raises(Refused, match="Type more of it"):
        table(hub, Wanted(text="a"), False)
