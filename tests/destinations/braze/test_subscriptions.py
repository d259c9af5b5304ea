"""Subscription groups: by consent, taken back by a withdrawal."""

from __future__ import annotations

import json

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze.rights import BrazeRights
from hubapp.destinations.braze.subscriptions import group_problem, groups_of, id_of, together
from tests.destinations.braze.examples import SETTINGS, record

BRAZE = Braze()
NEWS = "11111111-1111-4111-8111-111111111111"
TEXTS = "22222222-2222-4222-8222-222222222222"
CONSENT = Source("field.news", Words("News"), Words("Form"), "boolean", True, means="consent")
EMAIL = Source("field.email", Words("Email"), Words("Form"), "text", "a@x.io", identifies="email")
AGREED = Source("card.c1.q1", Words("Agree?"), Words("Quiz"), "boolean", True)


def attribute_of(*records) -> dict:
    (found,) = json.loads(BRAZE.build(SETTINGS, "key", records).body)["attributes"]
    return found


@pytest.mark.parametrize(
    ("target", "value", "groups"),
    [
        (
            f"group.{NEWS}",
            True,
            [{"subscription_group_id": NEWS, "subscription_state": "subscribed"}],
        ),
        (
            f"group.Newsletter {NEWS.upper()}",
            "unsubscribed",
            [{"subscription_group_id": NEWS, "subscription_state": "unsubscribed"}],
        ),
        (
            f"confirmed.{TEXTS}",
            True,
            [
                {
                    "subscription_group_id": TEXTS,
                    "subscription_state": "subscribed",
                    "use_double_opt_in_logic": True,
                }
            ],
        ),
        (
            f"confirmed.{TEXTS}",
            "unsubscribed",
            [{"subscription_group_id": TEXTS, "subscription_state": "unsubscribed"}],
        ),
        (f"group.{NEWS}", False, []),
        (f"group.{NEWS}", "perhaps", []),
        ("group.newsletter", True, []),
    ],
)
def test_a_consent_says_what_becomes_of_the_group(target, value, groups):
    assert groups_of(record(**{target.replace(".", "__", 1): value})) == groups


def test_the_group_goes_with_the_attributes_of_the_person():
    sent = attribute_of(record(attribute__first_name="Ana", **{f"group__{NEWS}": True}))
    assert sent["first_name"] == "Ana"
    assert sent["subscription_groups"][0]["subscription_state"] == "subscribed"


def test_two_submissions_of_one_person_keep_the_groups_of_both():
    sent = attribute_of(
        record(**{f"group__{NEWS}": True}),
        record(**{f"group__{TEXTS}": True}),
        record(**{f"group__{NEWS}": "unsubscribed"}),
    )
    states = {
        each["subscription_group_id"]: each["subscription_state"]
        for each in sent["subscription_groups"]
    }
    assert states == {NEWS: "unsubscribed", TEXTS: "subscribed"}


def test_what_was_said_last_of_a_group_counts():
    one = {"subscription_group_id": NEWS, "subscription_state": "subscribed"}
    other = {**one, "subscription_state": "unsubscribed"}
    assert together([one], [other]) == [other]


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        (NEWS, True),
        (f"Newsletter {NEWS}", True),
        ("Newsletter", False),
        ("", False),
        (f"{NEWS} {TEXTS}", False),
        (f"{'x' * 250} {NEWS}", False),
        (f"x{NEWS}", False),
    ],
)
def test_a_group_is_named_by_one_id(name, fits):
    assert (group_problem(name) is None) is fits


def test_of_no_id_there_is_none():
    assert id_of("group.Newsletter") == ""


def problems(*rows):
    mapping = FieldMapping("email", "field.email", "", tuple(MappingRow(*row) for row in rows))
    return {each.where for each in BRAZE.lint(mapping, [EMAIL, CONSENT, AGREED])}


def test_only_a_consent_subscribes_and_a_group_stands_there_once():
    assert problems(("field.news", f"group.{NEWS}")) == set()
    assert problems(("card.c1.q1", f"group.{NEWS}")) == {"rows.r0.target"}
    twice = [("field.news", f"group.{NEWS}"), ("field.news", f"confirmed.News {NEWS}")]
    assert problems(*twice) == {"rows.r1.target"}


def test_a_withdrawal_unsubscribes_from_the_same_group():
    given = record(**{f"group__{NEWS}": True})
    taken = BrazeRights().withdrawn(type(given)(**{**given.__dict__, "once": (f"group.{NEWS}",)}))
    assert attribute_of(taken)["subscription_groups"] == [
        {"subscription_group_id": NEWS, "subscription_state": "unsubscribed"}
    ]
    assert BrazeRights().taking_back(given) is None


def test_it_is_told_before_and_after():
    sent = record(**{f"group__Newsletter {NEWS}": True, f"confirmed__{TEXTS}": True})
    said = [str(each) for each in BRAZE.describe(sent)]
    assert f"Subscribes to the group {NEWS}." in said
    assert f"Asks for a confirmation to subscribe to the group {TEXTS}." in said
    taken = [str(each) for each in BRAZE.describe(record(**{f"group__{NEWS}": "unsubscribed"}))]
    assert f"Unsubscribes from the group {NEWS}." in taken
    shown = {str(each.section) for each in BRAZE.shown(sent)}
    assert "Subscriptions" in shown
    body = json.loads(BRAZE.build(SETTINGS, "key", [sent]).body)
    assert BRAZE.carries(f"group.Newsletter {NEWS}", body)
    assert not BRAZE.carries("group.33333333-3333-4333-8333-333333333333", body)
    assert BRAZE.why_left_out(f"group.{NEWS}", "perhaps") is not None
    assert not BRAZE.keeps(f"group.{NEWS}")
