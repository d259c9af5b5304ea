"""What an attribute object makes of a profile."""

from __future__ import annotations

from typing import Any

import pytest

from hubapp.sandbox.attributes import apply
from hubapp.sandbox.store import Store


def profile_after(*items: dict[str, Any], **given: Any) -> dict[str, Any]:
    profile = Store().new_profile()
    for item in items:
        apply(profile, item, given)
    return profile


def custom(*values: Any, merge: bool = False) -> Any:
    """What stands in the attribute ``x`` after these values were sent one after the other."""
    flag = {"_merge_objects": True} if merge else {}
    profile = profile_after(*({"x": value} | flag for value in values))
    return profile["custom_attributes"].get("x")


@pytest.mark.parametrize(
    ("name", "sent", "stored"),
    [
        ("first_name", "Ana", "Ana"),
        ("country", "au", "AU"),
        ("country", " Germany ", "DE"),
        ("country", "Narnia", None),
        ("country", "UK", None),
        ("country", "XK", None),
        ("country", "qq", None),
        ("dob", "1990-04-23", "1990-04-23"),
        ("gender", "F", "F"),
        ("gender", None, None),
        ("time_zone", "Australia/Sydney", "Australia/Sydney"),
        ("email_subscribe", "opted_in", "opted_in"),
    ],
)
def test_a_standard_attribute_is_stored_in_its_form(name, sent, stored):
    profile = profile_after({name: sent})
    assert profile[name] == stored
    assert profile["custom_attributes"] == {}


@pytest.mark.parametrize(
    ("name", "before", "bad"),
    [
        ("dob", "1990-04-23", "23/04/1990"),
        ("dob", "1990-04-23", 1990),
        ("dob", "1990-04-23", "2001-02-29"),
        ("gender", "F", "female"),
        ("time_zone", "Australia/Sydney", "Sydney"),
    ],
)
def test_a_bad_standard_value_changes_nothing(name, before, bad):
    assert profile_after({name: before}, {name: bad})[name] == before


def test_what_identifies_or_steers_is_no_attribute():
    profile = profile_after(
        {"external_id": "u1", "_merge_objects": True, "app_id": "a", "_update_existing_only": True}
    )
    assert profile["custom_attributes"] == {}
    assert profile["external_id"] is None


@pytest.mark.parametrize("name", ["", "a.b", "$x", 'a"b', "a\nb", "n" * 256])
def test_a_bad_name_is_dropped_without_a_word(name):
    assert profile_after({name: 1})["custom_attributes"] == {}


def test_a_name_may_have_255_characters():
    assert profile_after({"n" * 255: 1})["custom_attributes"] == {"n" * 255: 1}


def test_a_name_on_the_blocklist_is_not_collected():
    profile = profile_after({"secret": 1, "open": 2}, blocklist_attributes=["secret"])
    assert profile["custom_attributes"] == {"open": 2}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean"),
        (3, "number"),
        (2.5, "number"),
        ("blue", "string"),
        (["a"], "array"),
        ({"a": 1}, "object"),
        ("2026-01-15", "time"),
        ("2026-01-15T10:00:00Z", "time"),
        ("12/1/2021", "time"),
        ("2026-1-5 10:00", "time"),
        ("3000-12-31", "time"),
        ("3001-01-01", "string"),
        ("1/1/3001", "string"),
        ("15 January", "string"),
        ("1.2.2026", "time"),
        ("2021/12/01", "time"),
    ],
)
def test_a_value_has_a_type_and_a_text_like_a_date_is_a_time(value, kind):
    assert profile_after({"x": value})["custom_attribute_types"] == {"x": kind}


def test_null_takes_an_attribute_away_with_its_type():
    profile = profile_after({"x": 1, "y": 2}, {"x": None, "z": None})
    assert profile["custom_attributes"] == {"y": 2}
    assert profile["custom_attribute_types"] == {"y": "number"}


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        (["x" * 255], "x" * 255),
        (["short", "x" * 256], "short"),
        ([["a", "b", "a"]], ["a", "b"]),
        ([list(range(120))], list(range(20, 120))),
        ([{"a": 1}, {"b": 2}], {"b": 2}),
        ([{"a": 1}, {"b": None}], {"a": 1}),
        ([{"a": 1}, {"b": {"c": None}}], {"a": 1}),
        ([{}], {}),
        ([{"at": {"$time": "2026-01-15"}}], {"at": {"$time": "2026-01-15"}}),
        ([{"a": 1}, {"at": {"$time": "soon"}, "a": 2}], {"a": 1}),
        ([{"a": 1}, {"at": {"$time": "3001-01-01"}}], {"a": 1}),
        ([{"a": 1}, {"at": {"$time": None}}], {"a": 1}),
        ([[{"a": 1}], [{"at": {"$time": "soon"}}]], [{"a": 1}]),
        ([["a", None]], ["a", None]),
    ],
)
def test_a_value_replaces_the_one_before_unless_it_is_dropped(values, stored):
    assert custom(*values) == stored


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        ([{"inc": 2}], 2),
        ([5, {"inc": 2}], 7),
        ([5, {"inc": -2}], 3),
        (["five", {"inc": 2}], 2),
        ([{"add": ["a", "b"]}], ["a", "b"]),
        ([["a", "b"], {"add": ["a", "c"]}], ["b", "a", "c"]),
        ([["a", "b"], {"remove": ["a", "z"]}], ["b"]),
        ([["a"], {"add": ["b"], "remove": ["a"]}], ["b"]),
        ([list(range(100)), {"add": [100]}], list(range(1, 101))),
    ],
)
def test_numbers_and_lists_have_operations(values, stored):
    assert custom(*values) == stored


RED, BLUE = {"id": 1, "colour": "red"}, {"id": 2, "colour": "blue"}


def at(number: int, **new: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"$identifier_key": "id", "$identifier_value": number}
    return found | ({"$new_object": new} if new else {})


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        ([{"$add": [RED]}], [RED]),
        ([[RED], {"$add": [BLUE]}], [RED, BLUE]),
        ([[RED, BLUE], {"$remove": [at(1)]}], [BLUE]),
        ([[RED, BLUE], {"$remove": [at(3)]}], [RED, BLUE]),
        ([[RED], {"$update": [at(1, size=3)]}], [{**RED, "size": 3}]),
        ([[RED], {"$update": [at(1)]}], [RED]),
        ([["text", RED], {"$remove": [at(1)]}], ["text"]),
        ([[RED], {"$remove": [at(1)], "$add": [{"id": 1}]}], []),
        ([[RED], {"$add": [{"id": 3, "at": {"$time": "soon"}}]}], [RED]),
        ([[RED], {"$update": [at(1, size=None)]}], [RED]),
        ([[RED], {"$update": [at(2, new=True)], "$add": [BLUE]}], [RED, {**BLUE, "new": True}]),
    ],
)
def test_lists_of_objects_are_added_to_then_removed_from_then_updated(values, stored):
    assert custom(*values) == stored


def test_an_operation_leaves_the_objects_that_it_was_sent_as_they_were():
    red = dict(RED)
    custom([red], {"$update": [at(1, colour="pink")]})
    assert red == RED


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        ([{"a": {"b": 1, "c": 2}}, {"a": {"b": 9}}], {"a": {"b": 9, "c": 2}}),
        ([{"a": 1}, {"a": {"b": 2}}], {"a": {"b": 2}}),
        ([{"a": {"b": 2}}, {"a": 1}], {"a": 1}),
        (["text", {"a": 1}], {"a": 1}),
        ([{"a": 1}, {"b": 2, "c": None}], {"a": 1}),
        ([{"a": 1}, {"b": 2, "c": {"$time": "2026-13-01"}}], {"a": 1}),
    ],
)
def test_objects_merge_at_every_level_when_asked_to(values, stored):
    assert custom(*values, merge=True) == stored
