"""A code opens a card: once each, in the transaction of the answer, and it is kept nowhere."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hubapp.core.card_type import NotAccepted
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Code, EntryGate, Play
from hubapp.services import editing, stock
from hubapp.services.visiting import answer, asked, play_of, standing
from hubapp.services.visiting.entries import NoTurn
from tests.services.visiting.visits import vote
from tests.support.application import make_hub
from tests.support.codes import POOL, SECRET, make_secret_hub, secret_visit


def typed(hub, code: str, **more) -> str:
    """What was said of it; empty: it opened the card."""
    visit = secret_visit(hub, **more)
    went = answer(visit, 0, [code])
    if isinstance(went, NotAccepted):
        return str(went.sentence)
    assert standing(visit.card, play_of(went.play_token)).outcome.values == {"opened": True}
    return ""


def left(hub) -> int:
    return stock.standing_of(hub.id, SECRET)[POOL].left


def test_each_code_opens_the_card_once(both):
    hub = make_secret_hub("SUN-1", "MOON-2")
    assert typed(hub, "sun 1") == ""
    assert "used already" in typed(hub, "SUN-1")
    assert typed(hub, "Moon2") == ""
    assert left(hub) == 0


def test_a_code_for_everybody_opens_it_again(both):
    hub = make_secret_hub("SUN", once=False)
    assert [typed(hub, "sun") for _ in range(3)] == ["", "", ""]


def test_what_is_no_code_of_the_list_begins_no_play(both):
    hub = make_secret_hub("SUN")
    assert "do not know this code" in typed(hub, "STAR")
    assert typed(hub, "") == "Type your code."
    assert (db.session.scalars(select(Play)).all(), left(hub)) == ([], 1)


def test_of_a_code_that_is_used_up_nothing_is_kept_and_no_turn_is_taken(both):
    hub = make_secret_hub("SUN", "MOON", entry={"rule": "visitor"})
    typed(hub, "SUN")
    before = len(db.session.scalars(select(EntryGate)).all())
    assert "used already" in typed(hub, "SUN")
    assert len(db.session.scalars(select(Play)).all()) == 1
    assert len(db.session.scalars(select(EntryGate)).all()) == before


def test_whoever_has_had_a_turn_uses_up_no_code(both):
    hub = make_secret_hub("SUN", "MOON", entry={"rule": "visitor"})
    cookie = answer(secret_visit(hub), 0, ["SUN"]).visitor_token
    with pytest.raises(NoTurn):
        typed(hub, "MOON", visitor_token=cookie)
    assert left(hub) == 1


def test_a_second_click_is_the_same_play_and_uses_nothing(both):
    hub = make_secret_hub("SUN", "MOON")
    visit = secret_visit(hub)
    assert answer(visit, 0, ["SUN"]) == answer(visit, 0, ["SUN"])
    assert answer(visit, 0, ["MOON"]).play_token == visit.token()
    assert left(hub) == 1


def test_the_code_stands_nowhere(app):
    """In no document, edit, version, play or activity; and in its own table nobody reads it."""
    hub = make_secret_hub("VERY-SECRET")
    typed(hub, "very-secret")
    rows = (*db.session.scalars(select(Play)), *db.session.scalars(select(Activity)))
    kept = [*(str(vars(each)) for each in rows), str(editing.documents(hub.id))]
    kept += [str(each.snapshot) for each in editing.versions_of(hub.id)]
    code = db.session.scalars(select(Code)).one()
    kept += [code.mark, str(code.sealed)]
    assert not [each for each in kept if re.search("very.?secret", each, re.IGNORECASE)]
    assert code.used_at is not None


def test_a_card_that_asks_for_none_uses_none(app, sandbox):
    hub = make_hub(sandbox.url)
    vote(hub)
    poll = editing.snapshot_of_version(hub.live_version_id).card("poll")
    with transaction():
        asked.use(poll, hub.id, 0, ["anything"])
    assert db.session.scalars(select(Code)).all() == []


def test_a_code_that_went_meanwhile_is_said_to_be_used(app):
    """It was there when the answer was read, and taken by the time that it counted."""
    hub = make_secret_hub("SUN")
    card = secret_visit(hub).card
    with pytest.raises(asked.CodeUsed), transaction():
        asked.use(card, hub.id, 0, [])
    assert isinstance(asked.USED.sentence, Words)
