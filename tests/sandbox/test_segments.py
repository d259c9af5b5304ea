"""Segments: conditions on attributes and events."""

from __future__ import annotations

import pytest

from hubapp.sandbox.segments import OPERATORS, Condition, matches

ANA = {
    "first_name": "Ana",
    "home_city": None,
    "custom_attributes": {
        "score": 7,
        "colour": "Dark Blue",
        "member": True,
        "tags": ["Red", "Green"],
        "price": "12.50",
    },
    "events": {"played": {"count": 3}, "won": {"count": 1}},
}


def holds(name: str, operator: str, value: str = "", what: str = "attribute") -> bool:
    return matches(ANA, [Condition(what, name, operator, value)], every=True)


@pytest.mark.parametrize(
    ("name", "operator", "value", "found"),
    [
        ("colour", "is", "dark blue", True),
        ("colour", "is", "blue", False),
        ("colour", "is not", "blue", True),
        ("colour", "is not", "DARK BLUE", False),
        ("member", "is", "true", True),
        ("score", "is", "7", True),
        ("first_name", "is", "ana", True),
        ("tags", "is", "red", False),
        ("gone", "is", "", False),
        ("gone", "is not", "x", False),
        ("colour", "contains", "blue", True),
        ("colour", "contains", "red", False),
        ("tags", "contains", "green", True),
        ("tags", "contains", "gre", False),
        ("score", "is more than", "6.5", True),
        ("score", "is more than", "7", False),
        ("score", "is less than", "8", True),
        ("score", "is less than", "7", False),
        ("price", "is more than", "12", True),
        ("colour", "is more than", "1", False),
        ("score", "is less than", "many", False),
        ("tags", "is less than", "9", False),
        ("score", "exists", "", True),
        ("gone", "exists", "", False),
        ("home_city", "exists", "", False),
        ("gone", "does not exist", "", True),
        ("home_city", "does not exist", "", True),
        ("score", "does not exist", "", False),
    ],
)
def test_a_condition_on_an_attribute(name, operator, value, found):
    assert holds(name, operator, value) is found


@pytest.mark.parametrize(
    ("name", "least", "found"),
    [
        ("played", "3", True),
        ("played", "4", False),
        ("played", "", True),
        ("played", "often", True),
        ("won", "", True),
        ("won", "2", False),
        ("gone", "", False),
        ("gone", "1", False),
        ("gone", "0", True),
    ],
)
def test_a_condition_on_an_event_is_how_often_it_happened_at_least(name, least, found):
    assert holds(name, "is", least, what="event") is found


@pytest.mark.parametrize(
    ("numbers", "every", "found"),
    [(["6", "9"], True, False), (["6", "9"], False, True), (["8", "9"], False, False)],
)
def test_all_or_any_of_the_conditions(numbers, every, found):
    asked = [Condition("attribute", "score", "is more than", each) for each in numbers]
    assert matches(ANA, asked, every) is found


def test_nobody_is_in_a_segment_that_asks_nothing():
    assert not matches(ANA, [], every=True)


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("name", [*ANA["custom_attributes"], "first_name", "home_city", "gone"])
def test_any_comparison_of_any_value_has_an_answer(operator, name):
    assert holds(name, operator, "nan") in (True, False)
