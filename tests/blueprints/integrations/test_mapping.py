"""Rows under the card that they come from, each a line that says what it does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import current_app

from hubapp.blueprints.integrations.mapping import RowGroup, grouped, grouped_rows, sections
from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow
from hubapp.core.showing import Shown
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.services import editing, integrations
from tests.blueprints.page import page_of
from tests.support.forms import by_id

BRAZE = destination_of("braze")


@pytest.fixture
def quizzes(hub) -> list[str]:
    return [editing.add_card(hub.id, None, "quiz") for _ in range(2)]


def titles(hub, *rows: MappingRow) -> list[str]:
    return [str(each.title) for each in groups(hub, rows)]


def groups(hub, rows: Sequence[MappingRow]) -> list[RowGroup]:
    form = integrations.Form({}, FieldMapping(rows=tuple(rows)))
    with current_app.test_request_context():
        return grouped_rows(hub, BRAZE, form, integrations.sources(hub))


def test_cards_of_the_same_title_are_told_apart(app, hub, quizzes):
    first, second = quizzes
    rows = [MappingRow(f"card.{each}.score", "custom.x") for each in (second, first)]
    one, two = titles(hub, *rows)
    assert two == f"{one} (2)"
    names = [str(name) for name, _ in grouped(integrations.sources(hub))]
    assert {one, two} <= set(names)
    scores = [each for each in integrations.sources(hub) if each.key.endswith(".score")]
    assert [str(each.full_label) for each in scores] == [f"{one}: Score", f"{two}: Score"]
    assert len({each.name for each in scores}) == 2


def test_a_row_without_a_source_comes_last_and_keeps_its_place(app, hub, quizzes):
    rows = [MappingRow("", "custom."), MappingRow("field.email", "attribute.email")]
    *_, last = groups(hub, rows)
    assert (str(last.title), last.rows[0].at, last.art) == ("New", 0, None)


def test_only_a_card_has_art(app, hub, quizzes):
    rows = [MappingRow("field.email", "attribute.email")]
    rows += [MappingRow(f"card.{quizzes[0]}.score", "custom.score")]
    form, card = groups(hub, rows)
    assert form.art is None
    assert f"/{quizzes[0]}.svg" in card.art


def test_a_fixed_value_shows_what_it_is(app, hub):
    rows = [MappingRow(CONSTANT, "custom.vip", "yes", "boolean")]
    ((line,),) = [each.rows for each in groups(hub, rows)]
    assert (str(line.sample), str(line.value_type), str(line.place)) == ("yes", "yes or no", "vip")


@pytest.mark.parametrize(
    ("source", "target", "ways"),
    [
        ("field.email", "custom.mails", ("always", "first", "append")),
        ("field.email", "attribute.email", ("always", "first")),
        ("field.email", "event.mail", ("always",)),
        ("field.news", "custom.news", ("always",)),
        ("fact.winner", "custom.winner", ("always",)),
        ("fact.won_at", "custom.won_at", ("always", "first", "append")),
    ],
)
def test_a_row_offers_what_its_target_and_its_source_can_be_written_as(
    app, hub, quizzes, source, target, ways
):
    news = {"kind": "consent", "key": "news", "label": "News", "wording": "Send me news."}
    editing.save_form(hub.id, None, quizzes[0], {"placement": "end", "fields": by_id(news)})
    ((line,),) = [each.rows for each in groups(hub, [MappingRow(source, target)])]
    assert (line.ways, line.choice, line.how) == (ways, len(ways) > 1, "always")
    ((line,),) = [each.rows for each in groups(hub, [MappingRow(source, target, how="first")])]
    assert (line.choice, line.how) == (True, "first")


def test_a_profile_is_shown_section_by_section():
    shown = [Shown(Words(each), Words("n"), Words("v")) for each in ("A", "B", "A")]
    assert [(str(each.title), len(each.rows)) for each in sections(shown)] == [("A", 2), ("B", 1)]


def test_an_offer_is_accepted_with_one_press(admin, screen, typed):
    action = {"_action": "accept:field.email"}
    page = page_of(admin.post(screen, data=typed | action))
    first, second = page.values["rows.order"].split()
    assert first == "r0"
    assert page.values[f"rows.{second}.source"] == "field.email"
    assert page.values[f"rows.{second}.target"] == "attribute.email"
