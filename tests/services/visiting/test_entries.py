"""Who may take part: admitted once, at the first accepted post, in its transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Contact, Delivery, EntryGate, Play, Submission, Tally
from hubapp.services import editing
from hubapp.services.marks import key_of_hub
from hubapp.services.visiting import entries
from hubapp.services.visiting.entries import NoTurn
from hubapp.services.visiting.plays import answer, play_of, standing
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, ENTRY, visit_to, vote
from tests.support.application import make_hub

QUIZ_RIGHT = (["q1c1"], ["q2c1"], ["q3c0"])


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def enter(hub, card="draw", cookie=None, **more):
    values = {**ENTRY, **{key: [value] for key, value in more.items()}}
    return submit(visit_to(hub, card, visitor_token=cookie), values)


def test_without_a_rule_everybody_may_come_again(hub, ruled):
    ruled("poll", "none")
    cookie = vote(hub).visitor_token
    assert vote(hub, cookie).visitor_token == cookie
    assert count(EntryGate) == 0


def test_a_card_that_was_stored_before_has_no_limit(hub):
    docs = editing.documents(hub.id)
    before = {key: each for key, each in docs["card:poll"].items() if key != "entry"}
    editing.change(hub.id, None, Words("before"), {"card:poll": before})
    editing.publish(hub.id, None)
    cookie = vote(hub).visitor_token
    vote(hub, cookie)
    assert count(EntryGate) == 0


def test_once_per_visitor_is_once_per_browser(hub, ruled):
    ruled("poll", "visitor")
    cookie = vote(hub).visitor_token
    with pytest.raises(NoTurn) as refused:
        vote(hub, cookie)
    assert (refused.value.next_at, refused.value.by_address) == (None, False)
    assert str(refused.value.rule) == "One turn for each visitor."
    vote(hub)
    assert db.session.scalars(select(EntryGate.count)).all() == [1, 1]


def test_a_browser_has_as_many_turns_as_the_marketer_gives(hub, ruled):
    ruled("poll", "visitor", turns=3)
    cookie = vote(hub).visitor_token
    for _ in range(2):
        vote(hub, cookie)
    with pytest.raises(NoTurn) as refused:
        vote(hub, cookie)
    assert str(refused.value.rule) == "3 turns for each visitor."
    assert refused.value.next_at is None
    # The turns that were taken count on when there are more, or fewer.
    ruled("poll", "visitor", turns=4)
    vote(hub, cookie)
    ruled("poll", "visitor")
    with pytest.raises(NoTurn):
        vote(hub, cookie)
    assert db.session.scalars(select(EntryGate.count)).all() == [4]


def test_an_address_has_as_many_turns_as_the_marketer_gives(hub, ruled):
    ruled("draw", "address", turns=2)
    enter(hub)
    enter(hub, email="ana+summer@example.com")
    with pytest.raises(NoTurn) as refused:
        enter(hub)
    assert refused.value.by_address
    enter(hub, email=BEN)
    assert sorted(db.session.scalars(select(EntryGate.count))) == [1, 2]


def test_nothing_of_a_refused_post_is_kept(hub, ruled):
    ruled("poll", "visitor")
    ruled("draw", "address")
    cookie = vote(hub).visitor_token
    enter(hub)
    db.session.commit()
    tables = (Play, Contact, Submission, Delivery, Tally, EntryGate)
    before = [count(each) for each in tables]
    for use in (lambda: vote(hub, cookie), lambda: enter(hub)):
        with pytest.raises(NoTurn):
            use()
    assert [count(each) for each in tables] == before
    assert db.session.scalars(select(Tally.count)).all() == [1]


def test_a_second_click_is_the_same_turn(hub, ruled):
    ruled("poll", "visitor")
    first = visit_to(hub, "poll")
    went = answer(first, 0, ["p1"])
    assert answer(first, 0, ["p1"]) == went
    ruled("draw", "address")
    entry = visit_to(hub, "draw")
    assert submit(entry, ENTRY).play_token == submit(entry, ENTRY).play_token
    assert count(Submission) == 1


@pytest.mark.parametrize("same", ["ANA@example.com", "ana+summer@example.com", "<ana@example.com>"])
def test_an_address_enters_once_however_it_is_written(hub, ruled, same):
    ruled("draw", "address")
    enter(hub)
    with pytest.raises(NoTurn) as refused:
        enter(hub, email=same)
    assert refused.value.by_address
    assert str(refused.value.rule) == "One turn for each email address."
    enter(hub, email=BEN)
    assert [each.values["email"] for each in db.session.scalars(select(Submission))] == [ANA, BEN]


def test_what_is_sent_is_what_was_typed(hub, ruled):
    ruled("draw", "address")
    enter(hub, email="a.na+summer@gmail.com")
    assert db.session.scalars(select(Submission)).one().values["email"] == "a.na+summer@gmail.com"
    with pytest.raises(NoTurn):
        enter(hub, email="ana@googlemail.com")


PHONE = {
    "id": "phone",
    "kind": "phone",
    "key": "phone",
    "label": "Phone",
    "help": "",
    "required": False,
    "options": {"country": "AU"},
}


def test_each_of_two_addresses_has_one_turn(hub, ruled):
    ruled("draw", "address", fields=[PHONE])
    enter(hub, phone="0412 345 678")
    for same in ({"email": ANA}, {"email": BEN, "phone": "+61412345678"}):
        with pytest.raises(NoTurn) as refused:
            enter(hub, **same)
        said = "One turn for each email address and phone number."
        assert str(refused.value.rule) == said
    # Ben was refused because of the phone; his email still has its turn.
    enter(hub, email=BEN)


def test_who_leaves_the_address_empty_is_counted_as_a_visitor(hub, ruled):
    docs = editing.documents(hub.id)
    form = docs["form:draw"]
    fields = [{**each, "required": False} for each in form["fields"]]
    changes = {"form:draw": {**form, "fields": fields}}
    editing.change(hub.id, None, Words("optional"), changes)
    ruled("draw", "address")
    cookie = enter(hub, email="").visitor_token
    with pytest.raises(NoTurn) as refused:
        enter(hub, cookie=cookie, email="")
    assert not refused.value.by_address
    enter(hub, cookie=cookie)


def test_without_a_form_that_asks_visitors_are_counted(hub, ruled):
    ruled("poll", "address")
    cookie = vote(hub).visitor_token
    with pytest.raises(NoTurn) as refused:
        vote(hub, cookie)
    assert str(refused.value.rule) == "One turn for each visitor."


def test_a_form_at_the_start_takes_the_turn_and_the_play_goes_on(hub, ruled):
    ruled("wheel", "address")
    went = enter(hub, "wheel")
    assert (
        answer(
            visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token),
            0,
            ["spin"],
        )
        is not None
    )
    assert play_of(went.play_token).outcome is not None
    with pytest.raises(NoTurn):
        enter(hub, "wheel")


def test_a_form_at_the_start_takes_the_visitors_turn_where_visitors_are_counted(hub, ruled):
    ruled("wheel", "visitor")
    went = enter(hub, "wheel")
    answer(
        visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token),
        0,
        ["spin"],
    )
    assert db.session.scalars(select(EntryGate.count)).all() == [1]
    with pytest.raises(NoTurn):
        enter(hub, "wheel", went.visitor_token, email=BEN)


def play_quiz(hub, cookie=None):
    went = answer(visit_to(hub, "quiz", visitor_token=cookie), 0, QUIZ_RIGHT[0])
    for step in (1, 2):
        answer(
            visit_to(hub, "quiz", play_token=went.play_token, visitor_token=went.visitor_token),
            step,
            QUIZ_RIGHT[step],
        )
    return went


def test_a_play_that_was_begun_is_resumed_by_its_address(hub, ruled):
    ruled("quiz", "visitor")
    went = answer(visit_to(hub, "quiz"), 0, QUIZ_RIGHT[0])
    with pytest.raises(NoTurn):
        answer(visit_to(hub, "quiz", visitor_token=went.visitor_token), 0, QUIZ_RIGHT[0])
    again = visit_to(hub, "quiz", visitor_token=went.visitor_token, play_token=went.play_token)
    for step in (1, 2):
        assert answer(again, step, QUIZ_RIGHT[step]).play_token == went.play_token
    submit(again, {"email": [ANA]})
    assert count(Submission) == 1
    assert (
        entries.last_play(hub.workspace_id, hub.id, "quiz", went.visitor_token) == went.play_token
    )
    assert entries.last_play(hub.workspace_id, hub.id, "quiz", None) is None


def test_an_end_form_admits_by_its_address_and_shows_the_outcome_only_then(hub, ruled):
    ruled("quiz", "address")
    first, second = play_quiz(hub), play_quiz(hub)
    there = visit_to(hub, "quiz", play_token=second.play_token, visitor_token=second.visitor_token)
    submit(
        visit_to(hub, "quiz", play_token=first.play_token, visitor_token=first.visitor_token),
        {"email": [ANA]},
    )
    with pytest.raises(NoTurn):
        submit(there, {"email": ["Ana+again@example.com"]})
    assert standing(there.card, play_of(second.play_token)).step == "end_form"
    # Whoever mistyped types another.
    submit(there, {"email": [BEN]})
    assert standing(there.card, play_of(second.play_token)).step == "result"


def test_votes_that_an_end_form_has_yet_to_admit_are_not_counted(hub, ruled):
    docs = editing.documents(hub.id)
    changes = {"form:poll": {**docs["form:wheel"], "placement": "end"}}
    editing.change(hub.id, None, Words("a form"), changes)
    ruled("poll", "address")

    def vote_as(email):
        went = vote(hub)
        before = db.session.scalar(select(func.sum(Tally.count)))
        submit(
            visit_to(hub, "poll", play_token=went.play_token, visitor_token=went.visitor_token),
            {"email": [email]},
        )
        return before, db.session.scalar(select(func.sum(Tally.count)))

    assert vote_as(ANA) == (None, 1)
    with pytest.raises(NoTurn):
        vote_as(ANA)
    assert vote_as(BEN) == (1, 2)


def test_a_card_whose_form_says_who_it_is_is_open_to_every_browser(hub, ruled):
    ruled("draw", "address")
    cookie = enter(hub).visitor_token
    visit = visit_to(hub, "draw")
    entries.must_have_turn(hub.id, visit.snapshot, visit.card, cookie)
    assert entries.waits(visit.card)


def test_a_mark_tells_nothing_and_is_another_in_another_hub(hub, ruled):
    ruled("draw", "address")
    enter(hub)
    [gate] = db.session.scalars(select(EntryGate)).all()
    assert len(gate.subject) == 32
    assert "ana" not in gate.subject
    key = key_of_hub(hub.id)
    assert entries._mark(key, hub.id, "email", ANA) == gate.subject
    assert entries._mark(key, hub.id + 1, "email", ANA) != gate.subject
    assert entries._mark(key, hub.id, "phone", ANA) != gate.subject
    assert entries._mark("another", hub.id, "email", ANA) != gate.subject
