"""First answers and lists, whatever is batched, lost, refused and sent again: against a profile."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hubapp.core import confirming
from hubapp.core.confirming import (
    confirm,
    doubt,
    is_empty,
    joined,
    mark,
    since,
    staying,
    until_second,
)
from hubapp.core.mapping import Record
from hubapp.core.retrying import State
from hubapp.core.writing import APPEND, FIRST
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.sandbox import attributes
from hubapp.services.delivery import confirmed_of
from hubapp.services.delivery.claims import Row
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.plan import Drain, plan
from tests.support.deliveries import (
    add,
    all_in_lane_0,
    drain_all,
    due_now,
    hub_at,
    states,
    submitted,
)
from tests.support.factories import KEY

COLOUR, LIKED, TIME = "custom.colour", "custom.liked", "2026-01-15T10:00:00.000Z"
HOW = {COLOUR: FIRST, LIKED: APPEND}
ACCEPTED, LOST, UNSENT, REFUSED = "accepted", "lost", "unsent", "refused"


class Story:
    """One person's deliveries and the profile at Braze, which does what CONTRACT 5 says."""

    def __init__(self, answers: list[str], only_changes: bool) -> None:
        self.destination = destination_of("braze")
        self.run = Drain(Lease(1, 0, "t"), self.destination, {}, KEY, "", failures=0, tally={})
        self.rows = [self._row(at, each, not only_changes) for at, each in enumerate(answers, 1)]
        self.known: dict = {}
        self.profile: dict = {}
        self.kept: list[str] = []

    def _row(self, at: int, answer: str, whole: bool) -> Row:
        values = {COLOUR: answer, LIKED: [answer]}
        record = Record("external_id:u", "external_id", "u", TIME, values=values, how=HOW)
        return Row(at, 0, record, 1, now(), at, whole, False, True, {})

    def go(self, hand: int, outcome: str) -> None:
        """A request with as many as are in hand, and what became of it."""
        rows = [each._replace(confirmed=dict(self.known)) for each in self.rows[:hand]]
        planned = plan(self.run, rows)
        idle = [each for each in planned if is_empty(each.record)]
        left = [each for each in planned if not is_empty(each.record)]
        left = left[: until_second([each.record for each in left])]
        if left and outcome in (ACCEPTED, LOST):
            self._arrive([each.record for each in left])
        ended = idle + (left if outcome in (ACCEPTED, REFUSED) else [])
        known = planned[0].known
        for each in idle + (left if outcome == ACCEPTED else []):
            keeps, sent = self.destination.keeps, each.record.values
            confirm(known, each.row.record, each.row.place, keeps, sent)
            self.kept.append(each.row.record.values[COLOUR])
        if outcome != ACCEPTED:
            for each in left:
                doubt(known, each.row.record.values)
        self.known = json.loads(json.dumps(known))
        gone = {each.row.id for each in ended}
        tried = {each.row.id for each in left}
        self.rows = [
            each._replace(unknown=True, whole=True) if each.id in tried else each
            for each in self.rows
            if each.id not in gone
        ]

    def _arrive(self, records: list[Record]) -> None:
        body = json.loads(self.destination.build({"endpoint": "https://x"}, KEY, records).body)
        (sent,) = body["attributes"]
        for name, value in sent.items():
            if isinstance(value, dict):
                stood = [each for each in self.profile.get(name, []) if each not in value["add"]]
                self.profile[name] = stood + value["add"]
            elif name != "external_id":
                self.profile[name] = value


ANSWERS = st.lists(st.sampled_from(["red", "blue", "green", "grey"]), min_size=1, max_size=7)
ROUNDS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from([ACCEPTED, LOST, UNSENT])), max_size=12
)


@given(ANSWERS, ROUNDS, st.booleans())
def test_the_profile_ends_with_the_first_answer_and_with_all(answers, rounds, only_changes):
    story = Story(answers, only_changes)
    for hand, outcome in [*rounds, *[(3, ACCEPTED)] * len(answers)]:
        if story.rows:
            story.go(hand, outcome)
    assert story.profile["colour"] == answers[0]
    assert sorted(story.profile["liked"]) == sorted(set(answers))
    if not only_changes:
        # Each is sent, and one that is there already moves to the end.
        newest_first = list(dict.fromkeys(reversed(answers)))
        assert story.profile["liked"] == newest_first[::-1]


@given(ANSWERS, st.lists(st.tuples(st.integers(1, 5), st.sampled_from([ACCEPTED, REFUSED]))))
def test_of_refused_answers_the_next_counts_as_the_first(answers, rounds):
    story = Story(answers, only_changes=True)
    for hand, outcome in [*rounds, *[(3, ACCEPTED)] * len(answers)]:
        if story.rows:
            story.go(hand, outcome)
    assert story.profile.get("colour") == (story.kept[0] if story.kept else None)
    assert set(story.profile.get("liked", ())) == set(story.kept)


@given(ANSWERS, st.integers(0, 6))
def test_a_replay_changes_neither_the_first_nor_what_is_in_the_list(answers, at):
    story = Story(answers, only_changes=True)
    again = story.rows[at % len(answers)]._replace(whole=True)
    while story.rows:
        story.go(4, ACCEPTED)
    story.rows = [again]
    story.go(1, ACCEPTED)
    assert story.profile["colour"] == answers[0]
    assert sorted(story.profile["liked"]) == sorted(set(answers))


@pytest.fixture
def told(both, sandbox):
    """A connection for which somebody's first answers wait."""
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for answer in ("red", "blue", "red", "green"):
        add(hub, "ana@x.org", values={COLOUR: answer, LIKED: [answer]}, how=HOW)
    all_in_lane_0()
    return connection


def attributes_at(sandbox) -> dict:
    return sandbox.profile("email:ana@x.org")["custom_attributes"]


def test_from_the_outbox_to_the_sandbox(told, sandbox):
    drain_all(told)
    found = attributes_at(sandbox)
    assert (found["colour"], sorted(found["liked"])) == ("red", ["blue", "green", "red"])
    said = [str(each) for each in db.session.scalars(select(Delivery.words).order_by(Delivery.id))]
    assert said[:2] == ["", "Left out: an earlier answer stays (colour)."]


def test_a_first_answer_whose_reply_was_lost_stays_the_first(told, sandbox):
    sandbox.fault(drop=True, apply=True)
    drain_all(told)
    due_now(told)
    drain_all(told)
    assert attributes_at(sandbox)["colour"] == "red"
    assert sorted(attributes_at(sandbox)["liked"]) == ["blue", "green", "red"]
    assert states(told) == {State.DELIVERED}


def test_what_a_refused_answer_told_is_told_by_the_next(told, sandbox):
    wrong = {"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}
    sandbox.fault(status=201, body={"message": "success", "errors": [wrong]})
    drain_all(told)
    assert attributes_at(sandbox)["colour"] == "blue"


@pytest.mark.parametrize(
    "answers",
    [
        # The one that is told again stays where it is at Braze, for it is not sent.
        ["red", "blue", "red", "green", "red"],
        ["red", "blue", "green", "blue", "grey", "blue"],
    ],
)
def test_what_a_full_list_has_dropped_is_added_again(both, sandbox, monkeypatch, answers):
    monkeypatch.setattr(confirming, "MOST_ADDED", 2)
    monkeypatch.setattr(attributes, "_MOST_IN_ARRAY", 2)
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for answer in answers:
        add(hub, "ana@x.org", values={LIKED: [answer]}, how=HOW)
        all_in_lane_0()
        drain_all(connection)
        assert answer in attributes_at(sandbox)["liked"]


def test_what_there_is_no_room_for_beside_what_is_there_counts_as_added(both, sandbox):
    """The answer as a whole is too long for Braze; what is new of it is not."""
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for answer in (["a"], ["a", *(f"v{at}" for at in range(500))]):
        add(hub, "ana@x.org", values={LIKED: answer}, how=HOW)
        all_in_lane_0()
        drain_all(connection)
    known = confirmed_of(connection.account, "email:ana@x.org")
    assert mark("v499") in known[LIKED][2]


def test_at_another_key_somebody_has_no_first_answer_yet():
    known: dict = {}
    record = Record("external_id:u", "external_id", "u", TIME, values={COLOUR: "red"}, how=HOW)
    keeps = destination_of("braze").keeps
    confirm(known, record, 3, keeps)
    later = replace(record, values={COLOUR: "blue"})
    assert staying(later, 5, known, keeps) == (COLOUR,)
    assert staying(later, 5, since(3, known), keeps) == ()
    # Two of us told the same workspace, each another: one of them stands there.
    assert staying(later, 5, joined(known, {COLOUR: ["other", 4]}), keeps) == (COLOUR,)
    # What was taken away stands no longer.
    confirm(known, replace(record, values={COLOUR: None}, how={}), 4, keeps)
    assert staying(later, 5, known, keeps) == ()
    doubt(known, [COLOUR])
    assert staying(later, 5, known, keeps) == ()
