"""What was given, for its play, for the person who is forgotten, and for the marketer's file."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.prize import Prize
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Award, Play
from hubapp.services import stock
from hubapp.services.stock import given
from tests.services.stock.conftest import ASKED, CARD
from tests.support.factories import ContactFactory, SubmissionFactory

COFFEE = Prize(id="coffee", unique=True)
SHOWN = {"values": {"won": True, "code": ""}, "screen": {"title": "A coffee", "code": ""}}


@pytest.fixture
def winner(hub, play):
    """A play that got the next code."""

    def win(**more) -> Play:
        won = play(**more)
        with transaction():
            award = stock.give(won.id, hub.id, CARD, COFFEE, 0)
            won.outcome = {**SHOWN, "prize": "coffee", "award": award.id}
        return won

    return win


def test_a_play_shows_the_code_that_it_got(both, listed, winner):
    listed("A1", "B2")
    outcomes = [stock.outcome_of(winner()) for _ in range(2)]
    assert [each.values["code"] for each in outcomes] == ["A1", "B2"]
    assert outcomes[0].screen == {"title": "A coffee", "code": "A1"}


def test_before_its_end_a_play_came_to_nothing(both, play):
    assert stock.outcome_of(None) is None
    assert stock.outcome_of(play()) is None
    assert stock.outcome_of(play(outcome=SHOWN)).values["code"] == ""


def test_a_play_that_names_the_award_of_another_gets_no_code(both, listed, winner, play):
    listed("A1")
    forged = play(outcome=winner().outcome)
    assert stock.outcome_of(forged).values["code"] == ""


def test_a_code_whose_key_is_gone_is_none(both, listed, winner, monkeypatch):
    listed("A1")
    monkeypatch.setattr(given, "open_sealed", lambda sealed: None)
    assert stock.outcome_of(winner()).values["code"] == ""


def test_who_is_forgotten_leaves_a_used_code_behind_and_nothing_else(both, hub, listed, winner):
    listed("A1", "B2")
    ana, ben = winner(), winner()
    with transaction():
        stock.forget([ana.id])
    db.session.expire_all()
    awards = db.session.execute(
        select(Award.play_id, Award.state, Award.code_id).order_by(Award.id)
    )
    assert [(play, state, code is None) for play, state, code in awards] == [
        (ana.id, "erased", True),
        (ben.id, "given", False),
    ]
    assert stock.outcome_of(ana).values["code"] == ""
    assert stock.outcome_of(ben).values["code"] == "B2"
    assert stock.standing_of(hub.id, CARD)["coffee"].used == 2


def test_the_marketers_file_says_who_got_what(both, hub, listed, winner):
    listed("A1", "B2", "C3")
    contact = ContactFactory(workspace_id=hub.workspace_id, email="ana@example.com")
    entry = SubmissionFactory(play=winner(contact_id=contact.id)).public_id
    winner()
    rows = [(each.code, each.entry, each.email) for each in stock.given_of(hub.id, CARD, "coffee")]
    assert rows == [("A1", entry, "ana@example.com"), ("B2", "", "")]


def test_a_code_that_somebody_typed_is_in_the_file_of_its_list(both, hub, listed):
    listed("SUN", "MOON", pool=ASKED)
    with transaction():
        stock.use_code(hub.id, CARD, "codes", "moon", once=True)
    assert [each.code for each in stock.given_of(hub.id, CARD, "codes")] == ["MOON"]


def test_a_long_file_is_read_by_pieces(both, hub, listed, winner, monkeypatch):
    monkeypatch.setattr(given, "AT_ONCE", 2)
    listed("A1", "B2", "C3")
    for _ in range(3):
        winner()
    codes = [each.code for each in stock.given_of(hub.id, CARD, "coffee")]
    assert codes == ["A1", "B2", "C3"]
