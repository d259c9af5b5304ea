"""Only what changed: pure, so it needs no database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.confirming import confirm, doubt, is_empty, reduced
from hubapp.core.mapping import Record
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


def test_a_record_of_which_everything_is_known_needs_no_request():
    known: dict = {}
    confirm(known, record(custom__colour="red"), 1, KEEPS)
    again, _ = reduced(record(custom__colour="red"), 2, known, KEEPS, False)
    assert is_empty(again)
    with_event, _ = reduced(record("played", custom__colour="red"), 2, known, KEEPS, False)
    assert not is_empty(with_event)


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
