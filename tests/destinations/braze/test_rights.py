"""What was sent to Braze is taken back, or the profile deleted."""

from __future__ import annotations

import json

import pytest

from hubapp.core.destination import Action, Failure, Reply
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze.rights import BrazeRights
from tests.destinations.braze.examples import SETTINGS, record, reply

RIGHTS, BRAZE = BrazeRights(), Braze()
WRITTEN = {
    "attribute__first_name": "Ana",
    "custom__colour": "Blue",
    "attribute__email_subscribe": True,
    "event__score": 3,
}


def object_of(sent) -> dict:
    body = json.loads(BRAZE.build(SETTINGS, "key", [sent]).body)
    assert list(body) == ["attributes"]
    return body["attributes"][0]


def test_attributes_become_null_and_subscriptions_stay():
    written = {**WRITTEN, "date__born": "1990-04-23"}
    taken = RIGHTS.taking_back(record(event="took part", **written))
    assert object_of(taken) == {
        "email": "ana@example.com",
        "_update_existing_only": True,
        "first_name": None,
        "colour": None,
        "born": None,
    }


@pytest.mark.parametrize(
    ("rule", "person", "email"),
    [("alias_email", "ana@example.com", None), ("external_id", "u1", None)],
)
def test_an_address_goes_where_nobody_is_found_by_it(rule, person, email):
    taken = RIGHTS.taking_back(record(person, rule, attribute__email="ana@example.com"))
    assert object_of(taken)["email"] is email
    assert object_of(taken)["_update_existing_only"] is True


def test_an_alias_takes_the_address_away_that_came_with_it():
    taken = RIGHTS.taking_back(record(rule="alias_email", event="took part"))
    assert object_of(taken) == {
        "user_alias": {"alias_name": "ana@example.com", "alias_label": "email"},
        "_update_existing_only": True,
        "email": None,
    }


@pytest.mark.parametrize(
    "values",
    [{}, {"event__score": 3}, {"attribute__email": "a@b.cd"}, {"attribute__push_subscribe": True}],
)
def test_of_what_does_not_stay_there_is_nothing_to_take(values):
    assert RIGHTS.taking_back(record(**values)) is None


def test_it_is_told_in_words():
    taken = RIGHTS.taking_back(record(**WRITTEN))
    assert [str(each) for each in BRAZE.describe(taken)] == [
        "Finds the user by Email: ana@example.com.",
        "Takes away first_name.",
        "Takes away colour.",
    ]
    assert not any(BRAZE.why_left_out(target, None) for target in taken.values)


def test_a_withdrawn_consent_unsubscribes_where_it_stood():
    given = record(attribute__email_subscribe=True, custom__news=True, custom__old=False)
    given = given.from_json({**given.to_json(), "once": list(given.values)})
    taken = RIGHTS.withdrawn(given)
    assert object_of(taken) == {
        "email": "ana@example.com",
        "email_subscribe": "unsubscribed",
        "news": False,
    }
    assert RIGHTS.withdrawn(record(custom__news=True)) is None


@pytest.mark.parametrize(
    ("rule", "person", "body"),
    [
        ("external_id", "u1", {"external_ids": ["u1"]}),
        ("braze_id", "b1", {"braze_ids": ["b1"]}),
        (
            "alias_phone",
            "+61412345678",
            {"user_aliases": [{"alias_name": "+61412345678", "alias_label": "phone"}]},
        ),
        (
            "email",
            "Ana@Example.com",
            {
                "email_addresses": [
                    {
                        "email": "ana@example.com",
                        "prioritization": ["identified", "most_recently_updated"],
                    }
                ]
            },
        ),
        (
            "phone",
            "+61412345678",
            {
                "phone_numbers": [
                    {
                        "phone": "+61412345678",
                        "prioritization": ["identified", "most_recently_updated"],
                    }
                ]
            },
        ),
    ],
)
def test_a_profile_is_named_by_one_identifier(rule, person, body):
    request = RIGHTS.deletion(SETTINGS, "s3cret", record(person, rule))
    assert request.url == f"{SETTINGS['endpoint']}/users/delete"
    assert json.loads(request.body) == body
    assert "s3cret" not in repr(request)


def test_nobody_is_deleted_by_an_id_that_was_not_filled_in():
    assert RIGHTS.deletion(SETTINGS, "key", record("null", "external_id")) is None


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (reply(201, {"deleted": 0, "message": "success"}), Action.DELIVERED),
        (reply(201, {"message": "success", "errors": ["no"]}), Action.REJECTED),
        (Reply(200, body=b"<html>"), Action.RETRY),
        (reply(400, {"message": "nonsense"}), Action.REJECTED),
        (reply(401, {"message": "Invalid API Key"}), Action.HOLD),
        (reply(403, {"message": "Access Denied"}), Action.HOLD),
        (reply(429), Action.THROTTLED),
        (reply(500), Action.RETRY),
        (Reply(None, failure=Failure.UNKNOWN, words=Words("silence")), Action.RETRY),
    ],
)
def test_its_answer_is_a_verdict(answer, action):
    verdict = RIGHTS.judge_deletion(SETTINGS, answer)
    assert verdict.action is action
    if action is Action.HOLD:
        assert "users.delete" in str(verdict.words)


def test_the_profile_is_named():
    assert str(RIGHTS.profile(record("u1", "external_id"))) == "the profile with External ID u1"
    assert str(RIGHTS.profile(record("u1", "of another release"))) == "u1"
