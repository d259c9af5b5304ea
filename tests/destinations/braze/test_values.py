"""Values as Braze stores them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.destinations.braze.values import (
    attribute_value,
    identity_problem,
    left_out,
    plain_value,
    why_left_out,
)


@pytest.mark.parametrize(
    ("target", "value", "sent"),
    [
        ("attribute.first_name", " Ana ", "Ana"),
        ("attribute.first_name", f" {'x' * 255} ", "x" * 255),
        ("attribute.first_name", "x" * 256, None),
        ("attribute.first_name", " ", None),
        ("attribute.home_city", 7, "7"),
        ("attribute.email", " Ana@Example.COM ", "ana@example.com"),
        ("attribute.email", "ana", None),
        ("attribute.country", "au", "AU"),
        ("attribute.country", " ", None),
        ("attribute.dob", "1990-04-23", "1990-04-23"),
        ("attribute.dob", "23/04/1990", None),
        ("attribute.dob", "1990-4-3", None),
        ("attribute.dob", "2001-02-29", None),
        ("attribute.email_subscribe", True, "opted_in"),
        ("attribute.email_subscribe", False, None),
        ("attribute.push_subscribe", "unsubscribed", "unsubscribed"),
        ("attribute.push_subscribe", "yes", None),
        ("attribute.push_subscribe", 1, None),
        ("attribute.country", "FINLAND", "FI"),
        ("attribute.country", "Suomi", "FI"),
        ("attribute.country", "Deutschland", "DE"),
        ("attribute.country", "Atlantis", None),
        ("attribute.language", "English", "en"),
        ("attribute.language", "pt-BR", "pt"),
        ("attribute.language", "Deutsch", "de"),
        ("attribute.language", "Klingon", None),
        ("attribute.gender", "Female", "F"),
        ("attribute.gender", " m ", "M"),
        ("attribute.gender", "Prefer not to say", "P"),
        ("attribute.gender", "blue", None),
        ("attribute.time_zone", "Sydney", "Australia/Sydney"),
        ("attribute.time_zone", "new york", "America/New_York"),
        ("attribute.time_zone", "Nowhere", None),
        ("attribute.phone", "+61 412 345 678", "+61412345678"),
        ("attribute.phone", "(+61) 412 345 678", "+61412345678"),
        ("attribute.phone", "+44 (0)7911 123456", "+447911123456"),
        ("attribute.phone", "call me", None),
        ("attribute.phone", "0412 345 678", None),
        ("attribute.phone", "+10000000", None),
        ("attribute.phone", "+61 412 345 678 ext. 9", None),
        ("attribute.phone", "+" + "1" * 300, None),
        # Braze would make times of these, for ever (CONTRACT 4.4).
        ("custom.dob", "23/04/1990", None),
        ("custom.note", "12-1-2021", None),
        ("custom.note", "2021-12-01", None),
        ("custom.note", "1.2.2026", None),
        ("custom.note", "2021/12/01", None),
        ("custom.days", ["12/1/2021", "12/2/2021"], None),
        ("custom.days", ["Friday", "12/2/2021"], None),
        ("custom.last_played", "2026-01-15T10:00:00.000Z", "2026-01-15T10:00:00.000Z"),
        ("date.born", "1990-04-23", "1990-04-23"),
        ("date.last", "2026-01-15T10:00:00.000Z", "2026-01-15T10:00:00.000Z"),
        ("date.born", "12/1/2021", None),
        ("date.born", "blue", None),
        ("date.born", 7, None),
        ("custom.note", "12/1", "12/1"),
        ("custom.story", " two words ", " two words "),
    ],
)
def test_an_attribute_is_sent_in_brazes_form_or_not_at_all(target, value, sent):
    assert attribute_value(target, value) == sent


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (True, True),
        (False, False),
        (0, 0),
        (2.5, 2.5),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (2**63, None),
        (-(10**400), None),
        (float("nan"), None),
        (float("inf"), None),
        ("blue", "blue"),
        ("x" * 255, "x" * 255),
        ("x" * 255 + " ", "x" * 255),
        ("x" * 256, None),
        ("12/1/2021", "12/1/2021"),
        ("", None),
        (" ", None),
        (["a", "b", "a"], ["a", "b"]),
        (("a", 3), ["a", "3"]),
        (["", None], None),
        ([], None),
        (["x" * 256], None),
        (["a", "12/1/2021"], None),
        ([str(at) for at in range(500)], [str(at) for at in range(500)]),
        ([str(at) for at in range(501)], None),
    ],
)
def test_a_plain_value_is_a_boolean_a_number_a_text_or_texts(value, sent):
    assert plain_value(value) == sent
    assert type(plain_value(value)) is type(sent)


@given(
    st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.text(max_size=400)
    | st.lists(st.none() | st.integers() | st.text(max_size=300), max_size=150)
)
def test_nothing_is_sent_that_braze_would_drop(value):
    sent = plain_value(value)
    json.dumps(sent, allow_nan=False)
    for text in sent if isinstance(sent, list) else [sent]:
        assert not isinstance(text, str) or 0 < len(text) <= 255
    if isinstance(sent, list):
        assert 0 < len(sent) == len(set(sent)) <= 500


@pytest.mark.parametrize(
    ("target", "value", "part"),
    [
        ("custom.note", "12/1/2021", "would read this text as a date"),
        ("date.born", "12/1/2021", "not a date written like"),
        ("custom.note", "x" * 256, "no text longer than 255 characters"),
        ("custom.note", ["x" * 256], "no text longer than 255 characters"),
        ("custom.days", ["12/1/2021"], "within a list"),
        ("event.days", ["12/1/2021"], "within a list"),
        ("event.story", "x" * 256, "no text longer than 255 characters"),
        ("custom.many", [str(at) for at in range(501)], "more than 500 values"),
        ("custom.n", 2**63, "no number as large"),
        ("custom.n", float("inf"), "no number as large"),
        ("custom.note", " ", "nothing in it"),
        ("attribute.first_name", "x" * 256, "no text longer than 255 characters"),
        ("attribute.home_city", " ", "nothing in it"),
        ("attribute.phone", "call me", "not a phone number"),
        ("attribute.dob", "2001-02-29", "not a day of the calendar"),
        ("attribute.country", "Atlantis", "No country is called so"),
        ("attribute.email_subscribe", "yes", "opted_in"),
    ],
)
def test_what_is_left_out_is_told_why(target, value, part):
    assert left_out(target, value) == why_left_out(target, value)
    assert part in str(why_left_out(target, value))


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("event.day", "12/1/2021"),
        ("custom.note", "blue"),
        ("attribute.first_name", "Ana"),
        ("attribute.country", "Finland"),
        ("custom.score", 3),
        ("date.born", "1990-04-23"),
    ],
)
def test_what_is_sent_needs_no_reason(target, value):
    assert why_left_out(target, value) is None
    assert left_out(target, value) is None


def test_a_consent_that_was_not_given_is_not_missed():
    assert left_out("attribute.email_subscribe", False) is None


@pytest.mark.parametrize(
    ("rule", "identity"),
    [
        ("email", "Ana@Example.com"),
        ("alias_email", "ana@example.com"),
        ("phone", "+61412345678"),
        ("alias_phone", "+61412345678"),
        ("external_id", "u1"),
        ("external_id", "ä" * 493 + "a"),
        ("external_id", "testing"),
        ("braze_id", "5f3e"),
    ],
)
def test_an_identity_that_braze_can_use_is_sent(rule, identity):
    assert identity_problem(rule, identity) is None


@pytest.mark.parametrize(
    ("rule", "identity", "part"),
    [
        ("email", "ana", "not an email address"),
        ("alias_email", "", "not an email address"),
        ("phone", "0412 345 678", "not a phone number"),
        ("alias_phone", "+0123", "not a phone number"),
        ("phone", "+10000000", "not a phone number"),
        ("external_id", "  ", "The ID is empty"),
        ("external_id", "null", "not filled in"),
        ("external_id", "NULL", "not filled in"),
        ("external_id", "undefined", "not filled in"),
        ("external_id", "0", "not filled in"),
        ("external_id", "{{user.id}}", "not filled in"),
        ("braze_id", "{{${braze_id}}}", "not filled in"),
        ("external_id", "ä" * 494, "longer than 987 bytes"),
    ],
)
def test_another_identity_is_held_back_with_a_reason(rule, identity, part):
    assert part in str(identity_problem(rule, identity))


def test_a_long_placeholder_is_shown_by_its_beginning():
    sentence = str(identity_problem("external_id", "{{" + "x" * 500))
    assert len(sentence) < 200
