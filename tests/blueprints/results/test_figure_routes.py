"""Figures by clicks."""

from __future__ import annotations

import csv
import io

import pytest

from hubapp.services.results import count_new
from tests.blueprints.page import page_of
from tests.services.visiting.visits import vote


@pytest.fixture(autouse=True)
def counted(hub):
    vote(hub)
    count_new()


def rows(reply) -> list[list[str]]:
    assert reply.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


def test_from_the_results_to_all_figures_and_to_a_card(editor, at):
    page = page_of(editor.get(at))
    assert f"{at}/figures" in page.links
    assert f"{at}/cards/poll" in page.links
    page = page_of(editor.get(f"{at}/figures"))
    assert "Where they came from" in page.words
    assert "may be missing" in page.words
    card = next(to for to in page.links if "/cards/poll" in to)
    words = page_of(editor.get(card)).words
    assert "Up a mountain 1 100 %" in words.replace("\xa0", " ")


def test_a_period_is_asked_for_and_told_by_hour(editor, at):
    page = page_of(editor.get(f"{at}/figures?begin=2026-01-01&end=2026-01-02&by=hour"))
    assert "2026-01-01 00:00" in page.words
    assert page.values["begin"] == "2026-01-01"
    words = page_of(editor.get(f"{at}/figures?begin=1999-01-01&end=2026-01-01")).words
    assert "these are the last 366" in words


def test_figures_are_downloaded(editor, at):
    table = rows(editor.get(f"{at}/figures.csv"))
    assert table[0][:3] == ["Day", "Views", "Begun"]
    assert len(table) == 29
    assert table[-1][table[0].index("Finished")] != "0"
    table = rows(editor.get(f"{at}/cards/poll.csv"))
    assert ["Up a mountain", "1", "100"] in [row[1:] for row in table]


@pytest.mark.parametrize("address", ["cards/none", "cards/none.csv"])
def test_a_card_that_never_was_is_not_found(editor, at, address):
    assert editor.get(f"{at}/{address}").status_code == 404
