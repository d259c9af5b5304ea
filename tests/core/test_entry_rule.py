"""The rules of a card: their windows, and how visitors read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.entry_rule import RULES, EntryRule, next_turn, sentence, window

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
SYDNEY = "Australia/Sydney"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from([SYDNEY, "UTC", "America/Santiago", "America/Havana", "Asia/Beirut"])


@pytest.mark.parametrize(
    ("rule", "hours", "asked", "said"),
    [
        ("", 24, {"email"}, ""),
        ("none", 24, {"email"}, ""),
        ("visitor", 24, {"email"}, "One turn for each visitor."),
        ("address", 24, set(), "One turn for each visitor."),
        ("address", 24, {"email"}, "One turn for each email address."),
        ("address", 24, {"phone"}, "One turn for each phone number."),
        ("address", 24, {"email", "phone"}, "One turn for each email address and phone number."),
        ("day", 24, set(), "One turn a day for each visitor."),
        ("hours", 1, set(), "One turn an hour for each visitor."),
        ("hours", 6, {"phone"}, "One turn every 6 hours for each phone number."),
    ],
)
def test_visitors_read_one_sentence(rule, hours, asked, said):
    assert str(sentence(EntryRule(rule, hours), asked)) == said


@pytest.mark.parametrize(
    ("rule", "hours", "asked", "said"),
    [
        ("", 24, set(), ""),
        ("none", 24, set(), ""),
        ("visitor", 24, {"email"}, "3 turns for each visitor."),
        ("address", 24, {"email"}, "3 turns for each email address."),
        ("day", 24, set(), "3 turns a day for each visitor."),
        ("hours", 1, set(), "3 turns an hour for each visitor."),
        ("hours", 6, {"phone"}, "3 turns every 6 hours for each phone number."),
    ],
)
def test_several_turns_have_a_sentence_of_their_own(rule, hours, asked, said):
    assert str(sentence(EntryRule(rule, hours, turns=3), asked)) == said


def test_a_rule_that_was_stored_before_there_were_attempts_gives_one_turn():
    stored = {"rule": "day", "hours": 24, "field": ""}
    before = EntryRule(**stored)
    assert before == EntryRule("day", turns=1)
    assert str(sentence(before, set())) == "One turn a day for each visitor."
    several = EntryRule("field", field="club", turns=2)
    assert str(sentence(several, set(), "Club no.")) == "2 turns for each “Club no.”."


def test_only_a_rule_that_says_so_limits():
    assert [each for each in ("", *RULES) if EntryRule(each).limits] == [*RULES[1:]]
    by_address = [each for each in RULES if EntryRule(each).counts_addresses]
    assert by_address == ["address", "day", "hours"]
    assert str(sentence(EntryRule("field"), set(), "Club no.")) == "One turn for each “Club no.”."


@pytest.mark.parametrize("rule", ["visitor", "address"])
def test_once_is_once(rule):
    assert window(EntryRule(rule), "UTC", NOON).renews is None
    assert next_turn(EntryRule(rule), "UTC", NOON, NOON) is None


@given(moments, moments, zones)
def test_a_turn_a_day_is_one_for_each_date_of_the_zone(one, other, zone):
    """Two turns are of one day exactly when the first does not renew the second."""
    daily, (first, second) = EntryRule("day"), sorted((one, other))
    taken, asks = window(daily, zone, first), window(daily, zone, second)
    again = next_turn(daily, zone, taken.since, second)
    if taken.since > asks.renews:
        assert second < again
    else:
        assert window(daily, zone, first).since < asks.since <= second
    assert taken.since <= first < next_turn(daily, zone, taken.since, first)


@given(moments, st.integers(1, 720), st.timedeltas(timedelta(), timedelta(days=60)))
def test_hours_between_turns_are_hours(begun, hours, later):
    rule = EntryRule("hours", hours)
    since = window(rule, SYDNEY, begun).since
    again = next_turn(rule, SYDNEY, since, begun + later)
    assert again == begun + timedelta(hours=hours)
    renews = window(rule, SYDNEY, begun + later).renews
    assert (since <= renews) is (begun + later >= again)
