"""Messages that Braze is asked to send."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hubapp.core.destination import Action, Failure, Reply
from hubapp.core.trigger import MAY_HAVE, Trigger
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze import triggers as made
from tests.destinations.braze.examples import SETTINGS, record, reply

BRAZE = Braze()
ID = "44444444-4444-4444-8444-444444444444"
PROPERTIES = {"message__prize": "Mug"}


def message(kind="campaign", rule="external_id", person="u1", **values):
    about = record(person, rule, **(values or PROPERTIES))
    return replace(about, trigger=Trigger(kind, ID, "a1-1"))


def asked(sent):
    request = BRAZE.build(SETTINGS, "key", [sent])
    return request.url.removeprefix(SETTINGS["endpoint"]), json.loads(request.body)


@pytest.mark.parametrize(
    ("kind", "path", "body"),
    [
        (
            "campaign",
            "/campaigns/trigger/send",
            {
                "campaign_id": ID,
                "recipients": [{"external_user_id": "u1", "trigger_properties": {"prize": "Mug"}}],
            },
        ),
        (
            "canvas",
            "/canvas/trigger/send",
            {
                "canvas_id": ID,
                "recipients": [
                    {"external_user_id": "u1", "canvas_entry_properties": {"prize": "Mug"}}
                ],
            },
        ),
        (
            "transactional",
            f"/transactional/v1/campaigns/{ID}/send",
            {
                "external_send_id": "a1-1",
                "recipient": [{"external_user_id": "u1"}],
                "trigger_properties": {"prize": "Mug"},
            },
        ),
    ],
)
def test_each_kind_has_its_request(kind, path, body):
    sent = message(kind)
    assert asked(sent) == (path, body)
    assert BRAZE.carries("message.prize", body)


@pytest.mark.parametrize(
    ("rule", "person", "recipient"),
    [
        ("email", "Ana@x.io", {"email": "ana@x.io", "prioritization": made._WHOM}),
        ("braze_id", "b1", {"braze_id": "b1"}),
        (
            "alias_email",
            "ana@x.io",
            {
                "user_alias": {"alias_name": "ana@x.io", "alias_label": "email"},
                "attributes": {"email": "ana@x.io"},
            },
        ),
    ],
)
def test_whom_it_goes_to_is_said_by_the_rule(rule, person, recipient):
    (found,) = asked(message("campaign", rule, person))[1]["recipients"]
    found.pop("trigger_properties")
    assert found == recipient


def test_somebody_new_is_told_of_and_made_before_the_message_goes():
    values = {"attribute__first_name": "Ana", "attribute__email": "ana@x.io", "message__a": 1}
    (found,) = asked(message(**values))[1]["recipients"]
    assert found["attributes"] == {"first_name": "Ana", "email": "ana@x.io"}
    assert found["send_to_existing_only"] is False


def test_what_the_message_could_not_use_is_left_out_and_told():
    (found,) = asked(message(message__a="x" * 256, message__b=""))[1]["recipients"]
    assert "trigger_properties" not in found
    assert BRAZE.why_left_out("message.a", "x" * 256) is not None
    assert not BRAZE.carries("message.a", {"recipients": [found]})


def test_a_message_goes_alone_between_what_is_told_of_people():
    told = record("u1", "external_id", attribute__first_name="Ana")
    requests = [
        BRAZE.build(SETTINGS, "key", each) for each in ([told, message()], [message(), told])
    ]
    assert [each.taken for each in requests] == [1, 1]
    assert [made.kind_of(each) for each in requests] == ["", "campaign"]
    assert requests[1].objects == 1


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (replace(message(), lost=True), str(MAY_HAVE)),
        (message("transactional", "email", "ana@x.io"), "The identity cannot be used"),
        (message("campaign", "external_id", "null"), "The identity cannot be used"),
        (message("pigeon"), "The identity cannot be used"),
    ],
)
def test_what_may_not_be_sent_is_refused_and_nothing_is_triggered(sent, reason):
    request = BRAZE.build(SETTINGS, "key", [sent])
    assert (request.url, request.body) == (f"{SETTINGS['endpoint']}/users/track", b"{}")
    (verdict,) = BRAZE.judge(SETTINGS, reply(400, {"message": "Valid data"}), request)
    assert (verdict.action, verdict.reason) == (Action.REJECTED, reason)


LOST = Reply(None, failure=Failure.UNKNOWN, words=Words("it took too long"))
NOT_SENT = Reply(None, failure=Failure.NOT_SENT, words=Words("nobody there"))


@pytest.mark.parametrize(
    ("answer", "once", "named"),
    [
        (reply(201, {"dispatch_id": "d", "message": "success"}), "delivered", "delivered"),
        (reply(201, {"dispatch_id": "d", "status": "sent"}), "delivered", "delivered"),
        (reply(400, {"message": made._SENT_BEFORE}), "delivered", "delivered"),
        (reply(201, {"message": "welcome"}), "rejected", "retry"),
        (LOST, "rejected", "retry"),
        (reply(500), "rejected", "retry"),
        (reply(504), "rejected", "retry"),
        (reply(408), "rejected", "retry"),
        (NOT_SENT, "retry", "retry"),
        (reply(503), "retry", "retry"),
        (Reply(418, {}, b"<html>"), "retry", "retry"),
        (reply(429), "throttled", "throttled"),
        (reply(400, {"message": "Invalid Campaign ID"}), "rejected", "rejected"),
        (reply(401, {"message": "Invalid API Key"}), "rejected", "rejected"),
        (reply(403, {"message": "Access Denied"}), "rejected", "rejected"),
        (reply(404, {"message": "Invalid URL"}), "rejected", "rejected"),
    ],
)
def test_a_lost_answer_is_asked_for_again_only_where_the_message_has_a_name(answer, once, named):
    for kind, action in (("campaign", once), ("transactional", named)):
        request = BRAZE.build(SETTINGS, "key", [message(kind)])
        (verdict,) = BRAZE.judge(SETTINGS, answer, request)
        assert verdict.action == action, kind
        assert len(verdict.reason) <= 60
    lost = answer in (LOST, reply(500))
    assert lost is False or BRAZE.judge(
        SETTINGS, answer, BRAZE.build(SETTINGS, "key", [message()])
    )[0].reason == str(MAY_HAVE)


@pytest.mark.parametrize(
    ("kind", "target", "rule", "names", "wrong"),
    [
        ("campaign", ID, "email", ["prize"], []),
        ("transactional", ID, "alias_email", [], []),
        ("campaign", "nope", "email", [], ["target"]),
        ("campaign", ID, "phone", [], ["kind"]),
        ("transactional", ID, "email", [], ["kind"]),
        ("pigeon", ID, "email", [], ["kind"]),
        ("campaign", ID, "email", ["", "a", "a"], ["rows.r0.name", "rows.r2.name"]),
        ("canvas", ID, "email", [f"p{at}" for at in range(257)], ["rows.r256.name"]),
    ],
)
def test_a_mistake_is_said_before_it_is_saved(kind, target, rule, names, wrong):
    found = BRAZE.trigger_problems(kind, target, rule, names)
    assert [each.where for each in found] == wrong


def test_what_it_does_is_told_in_sentences():
    assert "Sends a message to u1" in " ".join(map(str, BRAZE.describe(message())))
    assert made.described(record("u1", "external_id")) == []
    with pytest.raises(ValueError, match="without a message"):
        made.build(SETTINGS, "key", record("u1", "external_id"))
