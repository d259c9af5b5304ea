"""Only what changed: pure, so it needs no database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.confirming import (
    ADDED,
    DOUBT,
    ELSEWHERE,
    MOST_ADDED,
    PERSON,
    confirm,
    doubt,
    is_empty,
    joined,
    mark,
    person_mark,
    reduced,
    since,
    staying,
    until_second,
)
from hubapp.core.mapping import Record
from hubapp.core.writing import APPEND, FIRST
from hubapp.destinations.braze import Braze

KEEPS = Braze().keeps
TIME = "2026-01-15T10:00:00.000Z"


def record(event: str = "", **values) -> Record:
    targets = {key.replace("__", "."): value for key, value in values.items()}
    return Record("email:a@example.com", "email", "a@example.com", TIME, event, targets)


def left(known: dict, place: int, whole: bool = False, **values) -> dict:
    return dict(reduced(record(**values), place, known, KEEPS, whole)[0].values)


def test_nothing_is_left_out_for_somebody_new():
    assert left({}, 1, custom__colour="red") == {"custom.colour": "red"}


def test_what_was_confirmed_is_left_out_and_counted():
    known: dict = {}
    confirm(known, record(custom__colour="red", custom__size=3), 1, KEEPS)
    smaller, saved = reduced(record(custom__colour="red", custom__size=4), 2, known, KEEPS, False)
    assert (dict(smaller.values), saved) == ({"custom.size": 4}, 1)


def test_a_changed_type_is_a_change():
    known: dict = {}
    confirm(known, record(custom__size=1), 1, KEEPS)
    assert left(known, 2, custom__size=True) == {"custom.size": True}
    assert left(known, 2, custom__size="1") == {"custom.size": "1"}


def test_a_consent_and_event_properties_are_always_sent():
    known: dict = {}
    values = {"attribute__email_subscribe": True, "event__score": 2}
    confirm(known, record("played", **values), 1, KEEPS)
    assert len(left(known, 2, event="", **values)) == 2


def test_after_a_doubtful_answer_the_value_is_sent_again():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 1, KEEPS)
    doubt(known, {"custom.colour": "blue"})
    assert left(known, 3, custom__colour="red") == {"custom.colour": "red"}


def test_an_older_value_never_undoes_a_newer_one_even_in_doubt():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 5, KEEPS)
    assert left(known, 4, whole=True, custom__colour="blue") == {}
    doubt(known, {"custom.colour": "blue"})
    assert left(known, 4, whole=True, custom__colour="blue") == {}


def test_a_submission_that_goes_again_as_a_whole_may_repeat_its_own_values():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 5, KEEPS)
    assert left(known, 5, whole=True, custom__colour="red") == {"custom.colour": "red"}
    confirm(known, record(custom__colour="blue"), 5, KEEPS)
    assert known["custom.colour"] == [mark("blue"), 5]


def test_for_somebody_new_nothing_counts_as_saved():
    assert reduced(record(custom__colour="red"), 1, {}, KEEPS, False)[1] == 0


def test_a_record_of_which_everything_is_known_needs_no_request():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 1, KEEPS)
    again, _ = reduced(record(custom__colour="red"), 2, known, KEEPS, False)
    assert is_empty(again)
    with_event, _ = reduced(record("played", custom__colour="red"), 2, known, KEEPS, False)
    assert not is_empty(with_event)


def test_a_person_who_is_known_need_not_be_told_again_unless_in_doubt_or_asked_for():
    known: dict = {}
    assert not reduced(record(), 1, known, KEEPS, False)[0].confirmed
    confirm(known, record(), 1, KEEPS)
    assert reduced(record(), 2, known, KEEPS, False)[0].confirmed
    assert not reduced(record(), 2, known, KEEPS, True)[0].confirmed
    doubt(known, [])
    assert not reduced(record(), 2, known, KEEPS, False)[0].confirmed


def test_a_person_of_whom_only_values_are_kept_is_told_again():
    known = {"custom.colour": [mark("red"), 1]}
    smaller, saved = reduced(record(custom__colour="red"), 2, known, KEEPS, False)
    assert (smaller.confirmed, saved) == (False, 1)


def test_doubt_about_what_was_never_confirmed_keeps_nothing():
    known: dict = {}
    doubt(known, ["custom.colour"])
    assert known == {}


def test_an_older_record_is_confirmed_without_touching_newer_values():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 5, KEEPS)
    confirm(known, record(custom__colour="blue", custom__size=1), 4, KEEPS)
    assert known["custom.colour"] == [mark("red"), 5]
    assert known["custom.size"] == [mark(1), 4]


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, "1"), ("a", ["a"]), ("", None)])
def test_different_values_have_different_marks(one, other):
    assert mark(one) != mark(other)
    assert mark(one) == mark(one)


def test_nobody_can_be_read_from_what_is_kept():
    known: dict = {}
    confirm(known, record(attribute__email="ana@example.com"), 1, KEEPS)
    assert "ana" not in f"{known} {person_mark('email:ana@example.com')}"
    assert set(known) == {PERSON, "attribute.email"}


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_newest_value_wins_in_whatever_order_a_story_is_told(values, chance):
    known: dict = {}
    there: dict = {}
    story = list(enumerate(values))
    chance.shuffle(story)
    for place, value in story:
        one = record(custom__colour=value)
        there |= reduced(one, place, known, KEEPS, chance.random() < 0.5)[0].values
        confirm(known, one, place, KEEPS)
    assert there == {"custom.colour": values[-1]}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.booleans()), max_size=12))
def test_the_destination_ends_with_the_newest_values_whatever_fails(story):
    """Each step: an attribute, its value, and whether the answer was lost (stored or not, the row
    goes again whole)."""
    known: dict = {}
    there: dict = {}
    newest: dict = {}
    for place, (name, value, lost) in enumerate(story, 1):
        one = record(**{f"custom__{name}": value})
        newest[f"custom.{name}"] = value
        there |= reduced(one, place, known, KEEPS, False)[0].values
        if lost:
            doubt(known, one.values)
            there |= reduced(one, place, known, KEEPS, True)[0].values
        confirm(known, one, place, KEEPS)
    assert there == newest


def test_what_was_confirmed_to_another_key_is_in_doubt_and_keeps_its_place():
    known = {"a": ["1", 4], "b": ["2", 5], PERSON: ["", 5]}
    assert since(0, known) is known
    assert since(4, known) == {"a": [ELSEWHERE, 4], "b": ["2", 5], PERSON: ["", 5]}


def test_where_two_who_told_one_person_differ_nobody_knows_which_came_last():
    ours = {PERSON: ["", 3], "name": [mark("Ana"), 3], "city": [mark("Ulm"), 1]}
    theirs = {PERSON: ["", 2], "name": [mark("Anna"), 2], "city": [mark("Ulm"), 2], "age": ["x", 2]}
    assert joined(ours, theirs) == {
        PERSON: ["", 3],
        "name": [DOUBT, 3],
        "city": [mark("Ulm"), 2],
        "age": ["x", 2],
    }


def _written(way: str, value) -> Record:
    return replace(record(custom__liked=value), how={"custom.liked": way})


def test_of_a_list_only_what_no_destination_has_dropped_yet_is_remembered():
    known: dict = {}
    for at in range(MOST_ADDED + 1):
        confirm(known, _written(APPEND, [f"v{at}"]), at + 1, KEEPS)
    first, last = (_written(APPEND, [each]) for each in ("v0", f"v{MOST_ADDED}"))
    assert reduced(first, 99, known, KEEPS, False)[0].values == {"custom.liked": ["v0"]}
    assert reduced(last, 99, known, KEEPS, False)[1] == 1


def test_at_another_key_all_is_added_again_the_older_too():
    known: dict = {}
    for at in (3, 9):
        confirm(known, _written(APPEND, [f"v{at}"]), at, KEEPS)
    older, _ = reduced(_written(APPEND, ["v3"]), 3, since(9, known), KEEPS, True)
    assert older.values == {"custom.liked": ["v3"]}


@pytest.mark.parametrize(
    ("one", "other", "head"),
    [
        ([ADDED, 3, ["a"]], [ADDED, 4, ["b"]], ADDED),
        ([ADDED, 3, ["a"]], [ELSEWHERE, 9], ADDED),
        ([ELSEWHERE, 3], [mark(None), 4], ELSEWHERE),
        ([ELSEWHERE, 3], [mark("red"), 4], DOUBT),
        ([mark("red"), 3], [mark("red"), 4], mark("red")),
    ],
)
def test_of_two_who_told_one_person_the_later_place_counts(one, other, head):
    at = max(one[1], other[1])
    assert joined({"custom.liked": one}, {"custom.liked": other}) == {"custom.liked": [head, at]}
    assert joined({"custom.liked": other}, {"custom.liked": one}) == {"custom.liked": [head, at]}


def test_the_same_first_answer_told_again_counts_as_unchanged():
    known: dict = {}
    confirm(known, _written(FIRST, "red"), 1, KEEPS)
    assert reduced(_written(FIRST, "red"), 2, known, KEEPS, False)[1] == 1
    assert staying(_written(FIRST, "red"), 2, known, KEEPS) == ()
    assert staying(_written(FIRST, "blue"), 2, known, KEEPS) == ("custom.liked",)


def test_only_another_first_answer_waits_for_the_one_before():
    red, blue = _written(FIRST, "red"), _written(FIRST, "blue")
    assert until_second([red, red, blue, red]) == 2
    assert until_second([red, replace(blue, person_key="email:b@example.com")]) == 2
    assert until_second([red, replace(blue, how={})]) == 2
    assert until_second([replace(blue, how={}), red]) == 1
