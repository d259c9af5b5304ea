"""What the screens of the results show, and to whom."""

from __future__ import annotations

import re

from hubapp.extensions import db
from hubapp.models import Submission
from hubapp.services.results import count_new
from tests.blueprints.page import page_of


def test_an_editor_sees_who_and_where_it_went(editor, at):
    page = page_of(editor.get(at))
    assert "bea@example.com" in page.words
    assert "Win the cooler" in page.words
    assert "Marketing consent: no" in page.words
    assert "Braze: Waiting" in page.words
    assert [to for to in page.links if "/integrations/braze/deliveries/" in to]


def test_an_analyst_sees_no_address_and_cannot_guess_one(analyst, at, first):
    page = page_of(analyst.get(at))
    assert "an…" in page.words
    assert "@example.com" not in page.words
    assert "text" not in page.values
    assert "Disqualify" not in page.words
    assert analyst.post(f"{at}/find", data={"text": "ana@"}).status_code == 403
    assert analyst.post(f"{at}/entries/{first}/disqualify").status_code == 403


def test_without_entries_the_page_says_what_will_come(editor, at, app):
    for row in db.session.query(Submission):
        db.session.delete(row)
    assert "No entries yet" in page_of(editor.get(at)).words


def test_figures_stand_above_all_entries_and_not_above_some(editor, at):
    count_new()
    page = page_of(editor.get(at))
    assert "3 forms sent 3 finished plays" in page.words
    assert "Win the cooler 0 3 3 0 0 3 3 0" in page.words
    assert "finished plays" not in page_of(editor.get(f"{at}?card=draw")).words


def test_bars_are_as_high_as_their_numbers(editor, at):
    count_new()
    bars = re.findall(
        r'<rect class="bar-(full|open)" x="[\d.]+" y="([\d.]+)"[^>]* height="([\d.]+)"',
        editor.get(at).text,
    )
    assert bars == [("full", "24.0", "115.0"), ("open", "24.0", "115.0")]
