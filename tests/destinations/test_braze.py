"""The Braze destination: what is sent, and what its answers mean. Pure, so it needs no server."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.destination import Action, Failure, Reply, Spot
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze.endpoints import endpoint_of
from hubapp.destinations.braze.judging import wait_of
from hubapp.destinations.braze.payload import Limit, body_of

BRAZE = Braze()
SETTINGS = {"endpoint": "https://rest.iad-03.braze.com"}
TIME = "2026-01-15T10:00:00.000Z"


def record(
    person: str = "ana@example.com", rule: str = "email", event: str = "", **values
) -> Record:
    targets = {key.replace("__", "."): value for key, value in values.items()}
    return Record(f"{rule}:{person}", rule, person, TIME, event, targets)


def sent(*records: Record) -> dict:
    return json.loads(BRAZE.build(SETTINGS, "key", records).body)


@pytest.mark.parametrize(
    ("rule", "identity", "expected"),
    [
        ("external_id", "u1", {"external_id": "u1"}),
        ("braze_id", "b1", {"braze_id": "b1"}),
        ("email", "Ana@Example.com", {"email": "ana@example.com"}),
        ("phone", "+61412345678", {"phone": "+61412345678"}),
        (
            "alias_email",
            "Ana@Example.com",
            {
                "user_alias": {"alias_name": "ana@example.com", "alias_label": "email"},
                "_update_existing_only": False,
                "email": "ana@example.com",
            },
        ),
        (
            "alias_phone",
            "+61412345678",
            {
                "user_alias": {"alias_name": "+61412345678", "alias_label": "phone"},
                "_update_existing_only": False,
                "phone": "+61412345678",
            },
        ),
    ],
)
def test_each_identity_rule_says_who_it_is(rule, identity, expected):
    body = sent(record(identity, rule, attribute__first_name="Ana"))
    assert body == {"attributes": [expected | {"first_name": "Ana"}]}


def test_one_person_is_one_attribute_object_with_the_newest_values_and_every_event():
    body = sent(
        record(event="played", custom__score=1),
        record(event="played", custom__score=2),
        record("bo@example.com", custom__score=9),
    )
    assert [each["score"] for each in body["attributes"]] == [2, 9]
    assert len(body["events"]) == 2


def test_values_that_braze_would_drop_silently_are_not_sent():
    body = sent(
        record(
            attribute__dob="21/12/1980",
            attribute__email_subscribe=False,
            custom__story="x" * 300,
            custom__nan=float("nan"),
        )
    )
    assert body["attributes"] == [{"email": "ana@example.com", "story": "x" * 255}]


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=200))
def test_a_batch_never_passes_75_objects_and_every_record_has_its_spots(people):
    records = [
        record(f"p{who}@example.com", event="e" if event else "", custom__n=at)
        for at, (who, event) in enumerate(people)
    ]
    body = body_of(records, Limit())
    assert 0 < len(body.placements) <= len(records)
    assert body.objects <= 75
    sent = json.loads(body.encoded())
    for each, spots in zip(records, body.placements, strict=False):
        for spot in spots:
            assert sent[spot.array][spot.index]["email"] == each.identity


def reply(status: int, body: object = None, **headers: str) -> Reply:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Reply(status, named, json.dumps(body or {}).encode())


def verdicts(answer: Reply, *records: Record):
    request = BRAZE.build(SETTINGS, "key", records or [record()])
    return BRAZE.judge(SETTINGS, answer, request)


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (reply(201, {"message": "success"}), Action.DELIVERED),
        (reply(202, {"message": "queued"}), Action.DELIVERED),
        (reply(200, {"message": "failure"}), Action.RETRY),
        (Reply(201, {}, b"<html>"), Action.RETRY),
        (reply(400, {"message": "Max Input Length Exceeded"}), Action.SPLIT),
        (reply(413), Action.SPLIT),
        (reply(400, {"error": "Error while parsing request body."}), Action.REJECTED),
        (reply(401, {"message": "Invalid API Key"}), Action.HOLD),
        (reply(403, {"message": "Access Denied"}), Action.HOLD),
        (reply(404, {"message": "Invalid URL"}), Action.HOLD),
        (reply(302), Action.HOLD),
        (reply(429), Action.THROTTLED),
        (reply(500), Action.RETRY),
        (reply(503), Action.RETRY),
        (Reply(None, failure=Failure.NOT_SENT), Action.RETRY),
        (Reply(None, failure=Failure.UNKNOWN), Action.RETRY),
        (Reply(None, failure=Failure.NO_HOST), Action.HOLD),
        (Reply(None, failure=Failure.FORBIDDEN), Action.HOLD),
    ],
)
def test_each_answer_has_its_verdict(answer, action):
    assert verdicts(answer)[0].action is action


@pytest.mark.parametrize("words", ["EMAIL_BAD_FORMAT", "The value is not a valid email."])
def test_a_bad_object_is_rejected_in_brazes_own_words_and_the_rest_is_delivered(words):
    errors = [{"type": words, "input_array": "attributes", "index": 1}]
    answer = reply(201, {"message": "success", "errors": errors})
    first, second = verdicts(answer, record(), record("bo@example.com"))
    assert first.action is Action.DELIVERED
    assert second.action is Action.REJECTED
    assert words in str(second.words)
    assert "email field" in str(second.words)


def test_a_time_out_after_sending_is_marked_as_unknown():
    assert verdicts(Reply(None, failure=Failure.UNKNOWN))[0].outcome_unknown
    assert verdicts(reply(504))[0].outcome_unknown
    assert not verdicts(Reply(None, failure=Failure.NOT_SENT))[0].outcome_unknown


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-retry-after": "7"}, 7),
        ({"retry-after": "9"}, 9),
        ({"x-ratelimit-reset": "42"}, 42),
        ({"x-ratelimit-reset": "epoch"}, 30),
        ({"x-ratelimit-reset": ""}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_after_429(headers, seconds):
    epoch = str(int(time.time()) + 30)
    found = wait_of({name: value.replace("epoch", epoch) for name, value in headers.items()})
    assert found is None if seconds is None else found == pytest.approx(seconds, abs=2)


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("US-08", "https://rest.iad-08.braze.com"),
        ("EU-02", "https://rest.fra-02.braze.eu"),
        ("ID-01", "https://rest.id-01.braze.com"),
        ("https://dashboard-01.braze.eu/dashboard", "https://rest.fra-01.braze.eu"),
        ("rest.iad-01.braze.com", "https://rest.iad-01.braze.com"),
        ("https://rest.iad-01.braze.com/users/track/", "https://rest.iad-01.braze.com"),
        ("http://127.0.0.1:9911", "http://127.0.0.1:9911"),
    ],
)
def test_an_endpoint_is_found_from_what_people_paste(text, endpoint):
    assert endpoint_of(text, ["http://127.0.0.1:9911"]) == (endpoint, None)


@pytest.mark.parametrize(
    "text",
    [
        "https://sdk.iad-01.braze.com",
        "http://rest.iad-01.braze.com",
        "https://127.0.0.1/",
        "",
        "https://rest.evil.com",
        "https://rest.iad-01.braze.com.evil.com",
        "http://[",
        "ftp://x",
        "https://rest.iad-01.braze.com@evil.com",
        "http://127.0.0.1:9912",
    ],
)
def test_other_endpoints_are_refused_with_a_sentence(text):
    endpoint, sentence = endpoint_of(text, ["http://127.0.0.1:9911"])
    assert endpoint == ""
    assert str(sentence).endswith(".")


FIELDS = Words("Form fields")
EMAIL = Source("field.email", Words("Email"), FIELDS, "text", "ana@example.com", kind="email")
CONSENT = Source("field.ok", Words("Consent"), FIELDS, "boolean", True, kind="consent")
FIXED = Source("constant", Words("A fixed value"), Words("Fixed"), "text", "")


@pytest.mark.parametrize(
    "row",
    [
        MappingRow("field.email", "custom.external_id"),
        MappingRow("field.email", "custom.$x"),
        MappingRow("field.email", "custom."),
        MappingRow("field.email", "event.time"),
        MappingRow("field.gone", "custom.x"),
        MappingRow("constant", "custom.x"),
        MappingRow("field.ok", "attribute.first_name"),
        MappingRow("field.email", "attribute.nope"),
        MappingRow("field.email", "event.x"),
    ],
)
def test_a_mapping_that_would_go_wrong_is_refused_at_its_row(row):
    mapping = FieldMapping("email", "field.email", "", (row,))
    problems = BRAZE.lint(mapping, [EMAIL, CONSENT, FIXED])
    assert problems
    assert all(problem.where.startswith("rows-0-") for problem in problems)


def test_a_good_mapping_passes_and_suggestions_are_good():
    assert BRAZE.lint(BRAZE.suggest([EMAIL, CONSENT]), [EMAIL, CONSENT]) == []


def test_an_id_of_a_link_that_was_not_filled_in_is_never_sent():
    request = BRAZE.build(SETTINGS, "key", [record("null", "external_id"), record()])
    assert request.placements == ((), (Spot("attributes", 0),))
    answers = BRAZE.judge(SETTINGS, reply(201, {"message": "success"}), request)
    assert [each.action for each in answers] == [Action.REJECTED, Action.DELIVERED]


def test_the_key_is_not_in_what_may_be_logged():
    assert "s3cret" not in repr(BRAZE.build(SETTINGS, "s3cret", [record()]))
