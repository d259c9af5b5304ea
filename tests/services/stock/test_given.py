"""What was given: for the marketer's file, and forgotten with the person."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Award, Play
from hubapp.services import stock
from hubapp.services.rights import facts
from hubapp.services.visiting import answer
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub


def test_the_file_has_what_was_given_and_no_more(both):
    hub = make_lucky_hub(["A1", "B2"])
    answer(lucky_visit(hub), 0, ["scratch"])
    assert [each.code for each in stock.given_of(hub.id, CARD, COFFEE)] == ["A1"]


def test_an_erased_play_has_no_code_and_the_code_is_not_given_again(both):
    hub = make_lucky_hub(["A1"])
    answer(lucky_visit(hub), 0, ["scratch"])
    play = db.session.scalars(select(Play)).one()
    assert stock.outcome_of(play).values["code"] == "A1"
    facts.empty_plays([play.id])
    award = db.session.scalars(select(Award)).one()
    assert (award.state, award.code_id, stock.outcome_of(play)) == ("erased", None, None)
    assert stock.standing_of(hub.id, CARD)[COFFEE].left == 0


def test_before_its_end_a_play_came_to_nothing(app):
    assert stock.outcome_of(None) is None
