"""A run through a card: each step once, the outcome once and on the server."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from hubapp.core.card_type import NotAccepted
from hubapp.core.flow import Step
from hubapp.core.snapshot import CardSnapshot
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Delivery, Hub, Play, Visitor
from hubapp.services import people
from hubapp.services.visiting import plays, tallies
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, ENTRY, visit_to
from tests.support.application import make_hub
from tests.support.factories import PlayFactory

RIGHT = ("q1c1", "q2c1", "q3c0")


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url)


@pytest.fixture
def on_sqlite(app, sandbox) -> Hub:
    return make_hub(sandbox.url)


def only_play() -> Play:
    return db.session.scalars(select(Play)).one()


def deliveries() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def play_quiz(hub: Hub, answers: tuple[str, ...] = RIGHT, **visitor: object) -> plays.Went:
    """From its first page to the last answer."""
    went = plays.answer(visit_to(hub, "quiz", **visitor), 0, [answers[0]])
    for step, choice in enumerate(answers[1:], 1):
        there = visit_to(hub, "quiz", play_token=went.play_token, visitor_token=went.visitor_token)
        plays.answer(there, step, [choice])
    return went


def test_the_first_answer_begins_the_play(hub):
    went = plays.answer(visit_to(hub, "quiz"), 0, ["q1c1"])
    play = only_play()
    assert (play.token, play.answers, play.outcome) == (went.play_token, ["q1c1"], None)
    assert plays.play_of(went.play_token).id == play.id
    assert plays.play_of("nothing") is None
    assert people.is_of(play.speaker_id, hub.workspace_id, went.visitor_token)
    # Nobody has said who they are.
    assert play.contact_id is None


def test_an_answer_that_will_not_do_begins_nothing(hub):
    refused = plays.answer(visit_to(hub, "quiz"), 0, ["no such choice"])
    assert isinstance(refused, NotAccepted)
    assert str(refused.sentence)
    assert db.session.scalars(select(Play)).all() == []
    assert db.session.scalars(select(Visitor)).all() == []


def test_a_step_that_was_answered_is_left_as_it_is(hub):
    visit = visit_to(hub, "quiz")
    went = plays.answer(visit, 0, ["q1c1"])
    assert plays.answer(visit, 0, ["q1c0"]) == went
    assert only_play().answers == ["q1c1"]


@pytest.mark.parametrize("step", [-1, 1, 3, 99])
def test_no_step_is_skipped(on_sqlite, step):
    plays.answer(visit_to(on_sqlite, "quiz"), step, ["q1c1"])
    assert only_play().answers == []


def test_the_outcome_is_decided_once(hub):
    went = play_quiz(hub)
    decided = dict(only_play().outcome)
    assert decided["values"]["score"] == 3
    assert only_play().finished_at
    again = visit_to(hub, "quiz", play_token=went.play_token)
    plays.answer(again, 2, ["q3c1"])
    plays.answer(again, 3, ["q3c1"])
    assert only_play().outcome == decided


def test_where_a_play_stands(on_sqlite):
    quiz, wheel = visit_to(on_sqlite, "quiz").card, visit_to(on_sqlite, "wheel").card
    assert plays.standing(wheel, None).step is Step.START_FORM
    beginning = plays.standing(quiz, None)
    assert (beginning.step, beginning.answers, beginning.outcome) == (Step.PLAY, [], None)
    went = play_quiz(on_sqlite)
    ended = plays.standing(quiz, plays.play_of(went.play_token))
    assert (ended.step, ended.answers) == (Step.END_FORM, list(RIGHT))
    assert ended.outcome.values["score"] == 3


def test_a_card_of_another_release_has_nothing_to_play(on_sqlite):
    strange = CardSnapshot("later", "hologram", "later", "Later")
    assert plays.steps_of(strange) == 0
    assert plays.standing(strange, None).step is Step.RESULT


def test_there_is_nothing_to_answer_on_a_card_that_is_only_read(on_sqlite):
    plays.answer(visit_to(on_sqlite, "rules"), 0, ["x"])
    assert (only_play().answers, only_play().outcome) == ([], None)
    # Only a form can end it.
    assert not plays.settle(visit_to(on_sqlite, "rules"), only_play())


def test_what_the_link_carried_stays_with_the_play(on_sqlite):
    told = {"external_id": "user-7"}
    plays.answer(visit_to(on_sqlite, "quiz", captured=told), 0, ["q1c1"])
    later = visit_to(on_sqlite, "quiz", play_token=only_play().token, captured={"external_id": "8"})
    plays.answer(later, 1, ["q2c1"])
    assert only_play().captured == told
    assert plays.standing(later.card, only_play()).captured == told


def test_the_address_of_a_play_hands_out_nobodys_cookie(on_sqlite):
    went = plays.answer(visit_to(on_sqlite, "quiz"), 0, ["q1c1"])
    stranger = visit_to(on_sqlite, "quiz", play_token=went.play_token, visitor_token="of somebody")
    assert plays.answer(stranger, 1, ["q2c1"]) == plays.Went(went.play_token, "")
    mine = visit_to(on_sqlite, "quiz", play_token=went.play_token, visitor_token=went.visitor_token)
    assert plays.answer(mine, 2, ["q3c0"]) == went


def test_votes_are_counted_once_for_each_play(hub):
    visits = [visit_to(hub, "poll") for _ in range(3)]
    for visit, choice in zip(visits, ("p1", "p1", "p2"), strict=True):
        for _ in range(2):
            plays.answer(visit, 0, [choice])
    assert tallies.tally_of(hub.id, "poll") == {"p1": 2, "p2": 1}
    assert tallies.tally_of(hub.id, "quiz") == {}


def test_whose_answers_they_are_is_known_from_an_earlier_form(on_sqlite):
    entered = submit(visit_to(on_sqlite, "draw"), ENTRY)
    plays.answer(visit_to(on_sqlite, "poll", visitor_token=entered.visitor_token), 0, ["p0"])
    *_, vote = deliveries()
    assert (vote.submission_id, vote.person) == (None, f"alias_email:{ANA}")
    assert vote.record["values"]["custom.summer_spot"] == "At the beach"
    # A consent leaves with its submission only.
    assert "attribute.email_subscribe" not in vote.record["values"]


def test_answers_of_somebody_unknown_are_kept_and_sent_nowhere(on_sqlite):
    plays.answer(visit_to(on_sqlite, "poll"), 0, ["p0"])
    assert only_play().outcome is not None
    assert deliveries() == []


def test_before_its_end_form_a_play_tells_nobody(on_sqlite):
    play_quiz(on_sqlite)
    assert deliveries() == []


def test_behind_a_start_form_a_play_tells_what_came_out(on_sqlite, monkeypatch):
    woken = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: woken.append(lane))
    visit = visit_to(on_sqlite, "wheel")
    submit(visit, {"email": [ANA]})
    form, before = deliveries(), len(woken)
    plays.answer(visit, 0, ["reveal"])
    *_, spun = deliveries()
    assert (len(form), len(deliveries()), len(woken) - before) == (1, 2, 1)
    assert spun.record["values"]["custom.wheel_prize"] == only_play().outcome["values"]["prize"]


def test_without_a_page_a_play_keeps_the_token_of_its_address():
    visit = plays.Visit(1, 1, 1, None, None, nonce="n", play_token="t")
    assert visit.token() == "t"
    first, second = (plays.Visit(1, 1, 1, None, None, nonce=each) for each in "ab")
    assert first.token() != second.token()
    assert len(first.token()) == 32


def test_a_play_that_nobody_sent_a_form_in_has_no_submission(app):
    assert plays.submission_of(PlayFactory().id) is None


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_the_same_click_twice_at_the_same_moment_is_one_play(on_both_disks, sandbox):
    visit = visit_to(make_hub(sandbox.url), "poll")
    done, together = [], threading.Barrier(2)

    def click() -> None:
        with on_both_disks.app_context():
            together.wait(10)
            done.append(plays.answer(visit, 0, ["p1"]))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(30)
    assert len(done) == 2
    assert done[0] == done[1]
    assert tallies.tally_of(visit.hub_id, "poll") == {"p1": 1}
    assert db.session.query(Visitor).count() == 1
