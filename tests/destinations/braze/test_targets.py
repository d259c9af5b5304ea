"""Where a value may go in Braze."""

from __future__ import annotations

import pytest

from hubapp.core.words import Words
from hubapp.destinations.braze.targets import RESERVED, STANDARD, name_problem, target_problem


@pytest.mark.parametrize(
    "target",
    [
        *(target.key for target in STANDARD),
        "custom.favourite_colour",
        "custom.Größe in cm",
        "custom.time",
        "event.score",
        "event.email",
        "custom." + "n" * 255,
    ],
)
def test_a_value_may_go_here(target):
    assert target_problem(target) is None


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("attribute.shoe_size", "no standard attribute “shoe_size”"),
        ("custom.email", "reserved by Braze"),
        ("custom. email ", "reserved by Braze"),
        ("custom._merge_objects", "reserved by Braze"),
        ("custom.", "Give the custom attribute a name"),
        ("custom.  ", "Give the custom attribute a name"),
        ("custom.$x", "cannot be the name of a custom attribute"),
        ("custom.a.b", "cannot be the name of a custom attribute"),
        ('custom.a"b', "cannot be the name of a custom attribute"),
        ("custom.a\nb", "cannot be the name of a custom attribute"),
        ("custom.a\x7fb", "“a\ufffdb” cannot be the name of a custom attribute"),
        ("custom.a\x85b", "characters that nobody sees"),
        ("custom.a\u2028b", "characters that nobody sees"),
        ("event.a\x7f", "cannot be the name of a event property"),
        ("custom." + "n" * 256, "longer than 255 characters"),
        ("event.time", "Braze keeps the property “time”"),
        ("event.event_name ", "Braze keeps the property"),
        ("event.", "Give the event property a name"),
        ("elsewhere.x", "Choose where the value goes"),
        ("", "Choose where the value goes"),
    ],
)
def test_a_value_may_not_go_there_and_is_told_why(target, part):
    assert part in str(target_problem(target))


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_custom_attribute_has_a_name_that_means_something_else(name):
    assert "reserved" in str(target_problem(f"custom.{name}"))


def test_a_name_is_refused_in_the_words_of_its_thing():
    assert str(name_problem("", Words("event"))) == "Give the event a name."
    assert name_problem("played", Words("event")) is None


def test_only_subscriptions_are_consents():
    assert [target.key for target in STANDARD if target.once] == [
        "attribute.email_subscribe",
        "attribute.push_subscribe",
    ]
