"""What triggers messages."""

from __future__ import annotations

import pytest

from hubapp.sandbox.store import Store

CAMPAIGN = "44444444-4444-4444-8444-444444444444"
CANVAS = "55555555-5555-4555-8555-555555555555"
TRANSACTIONAL = "66666666-6666-4666-8666-666666666666"
SEND = f"/transactional/v1/campaigns/{TRANSACTIONAL}/send"
ALIAS = {"alias_name": "ana", "alias_label": "email"}


def campaign(sandbox, *recipients, **more):
    body = {"campaign_id": CAMPAIGN, "recipients": list(recipients), **more}
    return sandbox.post("/campaigns/trigger/send", body)


def sent(sandbox):
    return sandbox.client.get("/__sandbox/state").json["messages"]


def test_each_recipient_gets_what_is_for_all_and_what_is_theirs(sandbox):
    sandbox.given(users=[{"external_id": "u1"}, {"user_aliases": [ALIAS]}])
    shared, own = {"hub": "Summer", "prize": "none"}, {"prize": "mug"}
    reply = campaign(
        sandbox,
        {"external_user_id": "u1", "trigger_properties": own},
        {"user_alias": ALIAS},
        trigger_properties=shared,
    )
    assert reply.status_code == 201
    first, second = sent(sandbox)
    assert first["properties"] == {"hub": "Summer", "prize": "mug"}
    assert second["properties"] == shared
    assert first["profile"] != second["profile"]
    assert first["dispatch_id"] == second["dispatch_id"] == reply.json["dispatch_id"]


def test_attributes_are_set_before_the_message_goes(sandbox):
    sandbox.given(users=[{"external_id": "u1"}])
    campaign(sandbox, {"external_user_id": "u1", "attributes": {"first_name": "Ana"}})
    assert sandbox.profile("u1")["first_name"] == "Ana"


@pytest.mark.parametrize(
    ("more", "made"),
    [
        ({}, False),
        ({"attributes": {"score": 3}}, False),
        ({"attributes": {"score": 3}, "send_to_existing_only": False}, True),
    ],
)
def test_somebody_new_is_made_only_where_the_request_says_so(sandbox, more, made):
    assert campaign(sandbox, {"external_user_id": "u1", **more}).status_code == 201
    assert (sandbox.profile("u1") is not None) is made
    assert (sent(sandbox)[0]["profile"] is not None) is made


def test_a_transactional_message_makes_somebody_of_whom_it_tells(sandbox):
    recipient = {"external_user_id": "u1", "attributes": {"email": "a@x.io"}}
    assert sandbox.post(SEND, {"recipient": recipient}).status_code == 201
    assert sandbox.profile("u1")["email"] == "a@x.io"


@pytest.mark.parametrize(
    "recipient",
    [
        {},
        7,
        {"external_user_id": "u1", "email": "a@x.io", "prioritization": ["identified"]},
        {"email": "a@x.io"},
        {"user_alias": {"alias_name": "ana"}},
        {"user_alias": ALIAS, "send_to_existing_only": False, "attributes": {}},
        {"external_user_id": "u1", "send_to_existing_only": False},
        {"external_user_id": "u1", "attributes": []},
        {"external_user_id": "u1", "attributes": {"email": "nobody"}},
        {"external_user_id": "u1", "trigger_properties": "mug"},
        {"external_user_id": "u1", "trigger_properties": {"long": "x" * 52_000}},
    ],
)
def test_who_or_what_will_not_do_is_refused_in_words(sandbox, recipient):
    reply = campaign(sandbox, recipient)
    assert reply.status_code == 400
    assert reply.json["message"]
    assert sent(sandbox) == []


@pytest.mark.parametrize(("count", "status"), [(0, 400), (50, 201), (51, 400)])
def test_at_most_fifty_people_in_one_request(sandbox, count, status):
    people = ({"external_user_id": f"u{at}"} for at in range(count))
    assert campaign(sandbox, *people).status_code == status


def test_an_address_finds_whom_the_order_says(sandbox):
    sandbox.given(
        users=[{"ref": "one", "email": "a@x.io"}, {"external_id": "u1", "email": "a@x.io"}]
    )
    campaign(sandbox, {"email": "a@x.io", "prioritization": ["identified"]})
    assert sent(sandbox)[0]["profile"] == sandbox.profile("u1")["braze_id"]
    braze_id = sandbox.profile("one")["braze_id"]
    campaign(sandbox, {"braze_id": braze_id})
    assert sent(sandbox)[1]["profile"] == braze_id


def test_a_canvas_is_entered_with_its_properties(sandbox):
    sandbox.given(users=[{"external_id": "u1"}])
    recipient = {"external_user_id": "u1", "canvas_entry_properties": {"team": "red"}}
    body = {"canvas_id": CANVAS, "recipients": [recipient]}
    assert sandbox.post("/canvas/trigger/send", body).status_code == 201
    assert sent(sandbox)[0]["properties"] == {"team": "red"}
    reply = sandbox.post("/canvas/trigger/send", body | {"canvas_id": CAMPAIGN})
    assert (reply.status_code, reply.json["message"]) == (400, "Invalid Canvas ID")


def test_the_same_send_id_sends_again_after_a_day(sandbox):
    body = {"external_send_id": "s1", "recipient": {"external_user_id": "u1"}}
    dispatched = []
    for now in ("2026-01-15T10:00:00Z", "2026-01-16T09:59:59Z", "2026-01-16T10:00:01Z"):
        sandbox.given(now=now)
        dispatched.append(sandbox.post(SEND, body).json["dispatch_id"])
    assert dispatched[0] == dispatched[1] != dispatched[2]
    assert sandbox.profile("sends:s1") == 2


@pytest.mark.parametrize(
    "body",
    [
        {"external_send_id": "no spaces", "recipient": {"external_user_id": "u1"}},
        {"external_send_id": 7, "recipient": {"external_user_id": "u1"}},
        {"recipient": {"email": "a@x.io", "prioritization": ["identified"]}},
        {"recipient": [{"external_user_id": "u1"}] * 2},
        {"recipient": {"external_user_id": "u1"}, "trigger_properties": []},
        {},
    ],
)
def test_a_transactional_message_is_for_one_person_by_id_or_alias(sandbox, body):
    assert sandbox.post(SEND, body).status_code == 400


def test_a_campaign_that_is_not_there(sandbox):
    reply = sandbox.post("/transactional/v1/campaigns/x/send", {"recipient": {}})
    assert (reply.status_code, reply.json["message"]) == (400, "Campaign does not exist")


def test_messages_are_there_again_after_a_restart(tmp_path, monkeypatch):
    monkeypatch.setattr(Store, "_save_for_ever", lambda self: None)
    before = Store(tmp_path / "kept.json")
    before.messages.append({"external_send_id": "s1"})
    before.subscribed["email:a@x.io"] = {"": "unsubscribed"}
    before.keys["mine"] = {"users.track"}
    before.save()
    after = Store(tmp_path / "kept.json")
    assert after.select("sends:s1") == 1
    assert after.subscribed == before.subscribed
    assert after.keys["mine"] == {"users.track"}
