"""A code opens a card: looked up, and used with the answer that it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from hubapp.core.card_type import NotAccepted
from hubapp.core.identifiers import new_id
from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services import editing
from hubapp.services.visiting import Visit, Went, answer
from tests.support.factories import MemberFactory


@pytest.fixture
def visit(both):
    """Each call is a new visitor of a card that asks for a code."""
    member = MemberFactory(workspace__name="Codes")
    hub = editing.create_hub(member.workspace_id, member.user_id, "Codes")
    card = editing.add_card(hub.id, None, "code")
    editing.put_codes(hub.id, card, "codes", "SUN-26")
    version = editing.publish(hub.id, None)
    snapshot = editing.snapshot_of_version(version.id)
    found = Visit(hub.id, hub.workspace_id, version.id, snapshot, snapshot.card(card))
    return lambda: replace(found, nonce=new_id(16))


def plays() -> int:
    return db.session.scalar(select(func.count()).select_from(Play))


def test_an_unknown_code_begins_no_play(visit):
    refused = answer(visit(), 0, ["MOON"])
    assert isinstance(refused, NotAccepted)
    assert "do not know" in str(refused.sentence)
    assert plays() == 0


def test_a_code_opens_the_card_once(visit):
    first = visit()
    assert isinstance(answer(first, 0, ["sun 26"]), Went)
    # A second click, or a reload, changes nothing.
    assert isinstance(answer(first, 0, ["sun 26"]), Went)
    again = answer(visit(), 0, ["SUN-26"])
    assert isinstance(again, NotAccepted)
    assert "used already" in str(again.sentence)
    assert plays() == 1
    assert "26" not in str(db.session.scalars(select(Play.answers)).one())
