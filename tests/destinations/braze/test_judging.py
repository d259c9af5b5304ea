"""What Braze's answers mean for each record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Spot, Verdict
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze.judging import REASONS, judge, judge_probe
from tests.destinations.braze.examples import SETTINGS, record, reply

BRAZE = Braze()
BO = record("bo@example.com")


def verdicts(answer: Reply, *records: Record) -> list[Verdict]:
    request = BRAZE.build(SETTINGS, "key", records or [record()])
    return judge(SETTINGS, answer, request)


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (reply(201, {"message": "success"}), Action.DELIVERED),
        (reply(202, {"message": "queued"}), Action.DELIVERED),
        (reply(200, {"message": "failure"}), Action.RETRY),
        (Reply(201, {}, b"<html>"), Action.RETRY),
        (Reply(201, {}, b"[1]"), Action.RETRY),
        (Reply(201, {}, b""), Action.RETRY),
        (reply(400, {"message": "Max Input Length Exceeded"}), Action.SPLIT),
        (reply(413), Action.SPLIT),
        (reply(400, {"error": "Error while parsing request body."}), Action.REJECTED),
        (reply(409, {"message": "No such app"}), Action.REJECTED),
        (reply(400, {"errors": ["X"]}), Action.REJECTED),
        (reply(409), Action.RETRY),
        (reply(400, {"detail": "blocked"}), Action.RETRY),
        (reply(400, {"message": {"text": "blocked"}}), Action.RETRY),
        (reply(407, {"code": 407}), Action.RETRY),
        (reply(407, {"message": "Proxy Authentication Required"}), Action.RETRY),
        (reply(451, {"message": "Unavailable For Legal Reasons"}), Action.RETRY),
        (reply(400, {"error": "blocked by policy"}), Action.RETRY),
        (Reply(400, {}, b"<html>Bad Request</html>"), Action.RETRY),
        (Reply(403, {}, b"<html>Blocked</html>"), Action.RETRY),
        (Reply(401, {}, b"<html>Log in</html>"), Action.HOLD),
        (Reply(401, {}, b""), Action.HOLD),
        (Reply(403, {}, b""), Action.HOLD),
        (reply(401, {"message": "Invalid API Key"}), Action.HOLD),
        (reply(403, {"message": "Access Denied"}), Action.HOLD),
        (reply(404, {"message": "Invalid URL"}), Action.HOLD),
        (reply(405), Action.HOLD),
        (reply(415), Action.HOLD),
        (reply(300), Action.HOLD),
        (reply(302), Action.HOLD),
        (reply(408), Action.RETRY),
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
    assert [each.action for each in verdicts(answer)] == [action]


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (reply(401), "another instance than US-03"),
        (reply(403, {"message": "Access Denied"}), "(403, “Access Denied”)"),
        (reply(403), "forbids this (403)."),
        (reply(503, {"message": "down"}), "503 “down”"),
        (reply(500), "Braze answered 500."),
        (reply(404), "https://rest.iad-03.braze.com does not answer like Braze (404)"),
        (reply(413), "too large (413)"),
        (reply(409), "Something between us and https://rest.iad-03.braze.com answered 409"),
        (Reply(401, {}, b"<html>"), "answered 401, not Braze itself"),
        (Reply(401, {}, b"<html>"), "The key may be right"),
        (Reply(403, {}, b"<html>"), "answered 403, not Braze itself"),
        (reply(422, {"message": "No such app"}), "“No such app”"),
        (
            Reply(None, failure=Failure.NO_HOST, words=Words("there is no such host")),
            "rest.iad-03.braze.com: there is no such host",
        ),
        (
            Reply(None, failure=Failure.UNKNOWN, words=Words("it took too long")),
            "no answer: it took too long",
        ),
    ],
)
def test_a_verdict_says_what_came_and_what_to_do(answer, part):
    words = str(verdicts(answer)[0].words)
    assert part in words
    assert words.endswith(".")


@pytest.mark.parametrize(
    ("said", "reason", "advice"),
    [
        ("EMAIL_BAD_FORMAT", "Not a valid email address", "email field"),
        (
            "The value provided for the 'email' field is not a valid email.",
            "Not a valid email address",
            "email field",
        ),
        ("BLACKLISTED_EXTERNAL_USER_ID", "User ID blocked by Braze", "use another"),
        (
            "provided external_id is blacklisted and disallowed",
            "User ID blocked by Braze",
            "use another",
        ),
        ("EXTERNAL_USER_ID_TOO_LARGE", "User ID too long", "987 bytes"),
        ("'external_id', ... or 'phone' is required", "No identity", "Identify users by"),
        ("BAD_EMAIL_SUBSCRIPTION_STATE", "Subscription state not known", "opted_in"),
        ("BAD_SUBSCRIPTION_GROUP_ID", "Subscription group not known", "subscription group"),
        ("BAD_LOCATION_UPDATE", "Location not usable", "location"),
        ("BAD_DEVICE_ID", "Push token not usable", "push token"),
        ("SOMETHING_NEW", "Refused by Braze", "Check the mapping"),
    ],
)
def test_a_bad_object_is_rejected_in_brazes_own_words_and_the_rest_is_delivered(
    said, reason, advice
):
    errors = [{"type": said, "input_array": "attributes", "index": 1}]
    answer = reply(201, {"message": "success", "errors": errors})
    first, second = verdicts(answer, record(), BO)
    assert first.action is Action.DELIVERED
    assert (second.action, second.reason) == (Action.REJECTED, reason)
    assert said in str(second.words)
    assert advice in str(second.words)
    assert reason in map(str, REASONS)
    assert len(reason) <= 60


def test_a_bad_event_rejects_the_record_that_it_belongs_to():
    errors = [{"type": "X", "input_array": "events", "index": 0}]
    answer = reply(201, {"message": "success", "errors": errors})
    actions = [each.action for each in verdicts(answer, record(), record(event="played"), BO)]
    assert actions == [Action.DELIVERED, Action.REJECTED, Action.DELIVERED]


def test_of_several_errors_at_one_place_all_are_told_once():
    errors = [
        {"type": each, "input_array": "attributes", "index": 0} for each in ("ONE", "TWO", "ONE")
    ]
    (verdict,) = verdicts(reply(201, {"message": "success", "errors": errors}))
    assert "“ONE; TWO”" in str(verdict.words)


def test_an_error_may_give_no_reason():
    errors = [{"input_array": "attributes", "index": 0}]
    (verdict,) = verdicts(reply(400, {"message": "bad", "errors": errors}))
    assert "no reason given" in str(verdict.words)


@pytest.mark.parametrize(
    "errors",
    [
        "EMAIL_BAD_FORMAT",
        ["EMAIL_BAD_FORMAT"],
        [{"type": "EMAIL_BAD_FORMAT"}],
        [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": "0"}],
        [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 7}],
        [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": -1}],
    ],
)
def test_errors_that_name_no_place_or_none_of_ours_reject_the_only_record(errors):
    (verdict,) = verdicts(reply(201, {"message": "success", "errors": errors}))
    assert verdict.reason == "Not a valid email address"


def test_when_braze_does_not_say_whom_it_minds_each_goes_again_alone():
    answer = reply(201, {"message": "success", "errors": ["EMAIL_BAD_FORMAT"]})
    for verdict in verdicts(answer, record(), BO):
        assert (verdict.action, verdict.outcome_unknown) == (Action.SPLIT, True)
        assert "EMAIL_BAD_FORMAT" in str(verdict.words)


def test_a_request_that_was_refused_goes_again_without_those_that_were_named():
    errors = [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}]
    answer = reply(400, {"message": "Valid data must be provided", "errors": errors})
    actions = [each.action for each in verdicts(answer, record(), BO)]
    assert actions == [Action.REJECTED, Action.SPLIT]


def test_a_refusal_that_names_nobody_is_halved_until_one_is_alone():
    answer = reply(400, {"error": "Error while parsing request body."})
    assert {each.action for each in verdicts(answer, record(), BO)} == {Action.SPLIT}
    assert verdicts(answer)[0].action is Action.REJECTED


@pytest.mark.parametrize("answer", [reply(201, {"message": "success"}), reply(500), reply(401)])
def test_what_could_not_be_sent_is_rejected_whatever_came_back(answer):
    held_back, _ = verdicts(answer, record("null", "external_id"), record())
    assert held_back.action is Action.REJECTED
    assert held_back.reason == "The identity cannot be used"


@pytest.mark.parametrize(
    ("answer", "unknown"),
    [
        (Reply(None, failure=Failure.UNKNOWN), True),
        (Reply(None, failure=Failure.NOT_SENT), False),
        (reply(504), True),
        (reply(502), False),
        (Reply(201, {}, b"<html>"), True),
    ],
)
def test_an_answer_that_was_lost_is_marked_as_unknown(answer, unknown):
    assert verdicts(answer)[0].outcome_unknown is unknown


@pytest.mark.parametrize("status", [201, 400, 401, 404, 429, 500])
def test_the_name_of_the_request_is_kept_for_brazes_support(status):
    (verdict,) = verdicts(reply(status, {"message": "success"}, x_request_id="r1"))
    assert verdict.request_id == "r1"


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (reply(400, {"message": "Valid data must be provided"}), Action.DELIVERED),
        (reply(201, {"message": "success"}), Action.DELIVERED),
        (reply(202, {"message": "queued"}), Action.DELIVERED),
        (reply(400, {"error": "Error while parsing request body."}), Action.DELIVERED),
        (reply(200), Action.RETRY),
        (reply(200, {"status": "ok"}), Action.RETRY),
        (reply(400), Action.RETRY),
        (reply(400, {"code": 400}), Action.RETRY),
        (Reply(200, {}, b"<html>Welcome to our Wi-Fi</html>"), Action.RETRY),
        (Reply(204, {}, b""), Action.RETRY),
        (Reply(400, {}, b"<html>Bad Request</html>"), Action.RETRY),
        (Reply(401, {}, b"<html>Log in</html>"), Action.HOLD),
        (Reply(403, {}, b"<html>Blocked</html>"), Action.RETRY),
        (reply(300), Action.HOLD),
        (reply(401), Action.HOLD),
        (reply(403), Action.HOLD),
        (reply(404), Action.HOLD),
        (reply(429), Action.THROTTLED),
        (reply(503), Action.RETRY),
        (reply(418), Action.RETRY),
        (reply(400, {"error": "blocked by policy"}), Action.RETRY),
        (Reply(None, failure=Failure.NO_HOST), Action.HOLD),
        (Reply(None, failure=Failure.NOT_SENT), Action.RETRY),
    ],
)
def test_a_key_works_when_braze_only_minds_that_nothing_was_sent(answer, action):
    assert judge_probe(SETTINGS, answer).action is action


@pytest.mark.parametrize(
    "answer",
    [Reply(each, {}, b"<html>") for each in (200, 400, 401, 403)] + [reply(200, {"status": "ok"})],
)
def test_a_page_of_a_proxy_is_not_blamed_on_the_key(answer):
    told = str(judge_probe(SETTINGS, answer).words)
    assert "not Braze itself" in told
    assert "Paste a new key" not in told


def test_what_braze_itself_says_is_not_blamed_on_a_proxy():
    told = str(judge_probe(SETTINGS, reply(418, {"message": "a teapot"})).words)
    assert "not Braze itself" not in told


texts = st.sampled_from(["success", "EMAIL_BAD_FORMAT", "", "attributes", "events"])
odd = st.none() | st.booleans() | st.integers() | texts
error = st.dictionaries(st.sampled_from(["type", "input_array", "index"]), odd) | odd
bodies = st.dictionaries(
    st.sampled_from(["message", "error", "errors"]), odd | st.lists(error, max_size=3)
)


@given(st.integers(100, 599), bodies | odd, st.integers(1, 3), st.booleans())
def test_no_answer_raises_and_every_record_has_its_verdict(status, body, taken, bare):
    spots = tuple((Spot("attributes", at),) for at in range(taken))
    request = OutgoingRequest("POST", "https://x", {}, b"", spots)
    answer = Reply(status, {}, b"\xff\x00") if bare else reply(status, body)
    found = judge(SETTINGS, answer, request)
    assert len(found) == taken
    assert all(str(each.words) or each.action is Action.DELIVERED for each in found)
    judge_probe(SETTINGS, answer)
