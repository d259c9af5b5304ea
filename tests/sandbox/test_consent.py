"""The endpoints of subscriptions."""

from __future__ import annotations

import pytest

GROUP = "11111111-1111-4111-8111-111111111111"
SMS = "22222222-2222-4222-8222-222222222222"


def test_an_address_that_nobody_has_yet_keeps_its_state(sandbox):
    body = {"email": ["A@x.io", "b@x.io"], "subscription_state": "unsubscribed"}
    assert sandbox.post("/email/status", body).json == {"message": "success"}
    sandbox.track({"attributes": [{"external_id": "u1", "email": "a@x.io"}]})
    assert sandbox.profile("u1")["email_subscribe"] == "unsubscribed"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/email/status", {"email": "nobody", "subscription_state": "subscribed"}),
        ("/email/status", {"email": [], "subscription_state": "subscribed"}),
        ("/email/status", {"email": ["a@x.io"] * 51, "subscription_state": "subscribed"}),
        ("/email/status", {"email": "a@x.io", "subscription_state": "maybe"}),
        ("/v2/subscription/status/set", {}),
        ("/v2/subscription/status/set", {"subscription_groups": [7]}),
        ("/subscription/status/set", {"subscription_group_id": GROUP, "external_id": "u1"}),
        (
            "/subscription/status/set",
            {"subscription_group_id": GROUP, "subscription_state": "subscribed"},
        ),
        (
            "/subscription/status/set",
            {
                "subscription_group_id": GROUP,
                "subscription_state": "subscribed",
                "external_id": ["u"] * 51,
            },
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(sandbox, path, body):
    reply = sandbox.post(path, body)
    assert reply.status_code == 400
    assert reply.json["message"]


def test_groups_are_set_by_id_by_address_and_by_number(sandbox):
    sandbox.given(users=[{"external_id": "u1"}, {"ref": "ana", "email": "a@x.io", "phone": "+61"}])
    groups = [
        {"subscription_group_id": GROUP, "external_ids": ["u1", "nobody"]},
        {"subscription_group_id": GROUP, "emails": ["A@x.io"]},
        {"subscription_group_id": SMS, "phones": ["+61"]},
    ]
    body = {"subscription_groups": [each | {"subscription_state": "subscribed"} for each in groups]}
    assert sandbox.post("/v2/subscription/status/set", body).status_code == 201
    assert sandbox.profile("u1")["subscription_groups"] == {GROUP: "subscribed"}
    assert sandbox.profile("ana")["subscription_groups"] == {
        GROUP: "subscribed",
        SMS: "subscribed",
    }


def test_one_group_is_set_and_read_again(sandbox):
    sandbox.given(users=[{"external_id": "u1"}, {"external_id": "u2", "email": "a@x.io"}])
    body = {"subscription_group_id": GROUP, "subscription_state": "unsubscribed"}
    assert sandbox.post("/subscription/status/set", body | {"external_id": "u1"}).status_code == 201
    asked = {"subscription_group_id": GROUP, "external_id": "u1", "email": "a@x.io"}
    reply = sandbox.get("/subscription/status/get", **asked)
    assert reply.json["status"] == {"u1": "Unsubscribed", "a@x.io": "Unknown"}
    (user,) = sandbox.get("/subscription/user/status", external_id="u1").json["users"]
    assert user["subscription_groups"] == [
        {"id": GROUP, "name": "Newsletter", "channel": "email", "status": "Unsubscribed"}
    ]


def test_a_group_that_is_none_cannot_be_read(sandbox):
    reply = sandbox.get("/subscription/status/get", subscription_group_id="x", external_id="u1")
    assert (reply.status_code, reply.json["message"]) == (400, "Invalid subscription group ID")
