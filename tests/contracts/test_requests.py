"""What somebody sends who does not play by our pages: forged, replayed, out of order. For every
type it changes nothing, and is answered with a page or with the way back to the play."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from hubapp.cards import CARD_TYPES
from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Activity, Play, Tally
from hubapp.services.visiting import stamps
from tests.contracts.table import Laid, Table

PLAYED = [each for each, kind in CARD_TYPES.items() if kind.steps(kind.default_content())]
played = pytest.mark.parametrize("kind", PLAYED)


@pytest.fixture
def table(app, signed_in, workspace, owner, monkeypatch) -> Table:
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return Table(app, signed_in("editor"), workspace, owner)


def all_there_is() -> tuple[Any, ...]:
    end_reading()
    plays = db.session.execute(select(Play.token, Play.answers, Play.outcome)).all()
    happened = db.session.scalars(select(Activity.id)).all()
    counted = db.session.execute(select(Tally.key, Tally.count)).all()
    return [tuple(each) for each in plays], list(happened), [tuple(each) for each in counted]


def post(table: Table, where: str, step: int, raw: list[str], stamp: str = "") -> int:
    data = {"step": str(step), "answer": raw, "stamp": stamp}
    reply = table.visitor.post(where, data=data)
    assert reply.status_code in (303, 400, 422), reply.status_code
    if reply.status_code != 303:
        assert "<h1" in reply.text
    return int(reply.status_code)


def laid(table: Table, kind: str) -> tuple[Laid, list[list[str]]]:
    card = table.lay(CARD_TYPES[kind])
    return card, CARD_TYPES[kind].example_plays(card.content)[-1]


@played
def test_a_forged_page_begins_nothing(table, kind):
    card, play = laid(table, kind)
    before = all_there_is()
    for stamp in ("", "forged", "a.b.c"):
        assert post(table, card.card, 0, play[0], stamp) == 400
    assert all_there_is() == before


@played
def test_a_step_that_is_not_the_next_is_not_taken(table, kind):
    card, play = laid(table, kind)
    where, _ = table.answer(card, card.card, 0, play[0])
    before = all_there_is()
    for step in (0, len(play), 7, 9999):
        post(table, where, step, play[0])
    post(table, where, 0, ["something else"])
    assert all_there_is() == before


@played
def test_what_has_ended_ends_once(table, kind):
    card, play = laid(table, kind)
    where = card.card
    for step, raw in enumerate(play):
        where, _ = table.answer(card, where, step, raw)
    before = all_there_is()
    for step, raw in [*enumerate(play), (len(play), play[0])]:
        post(table, where, step, raw)
    assert all_there_is() == before


@played
def test_somebody_elses_play_does_not_go_on(table, kind, app):
    card, play = laid(table, kind)
    where, _ = table.answer(card, card.card, 0, play[0])
    before = all_there_is()
    table.visitor = app.test_client()
    for step, raw in enumerate(play):
        post(table, where, step, raw)
    assert all_there_is() == before
