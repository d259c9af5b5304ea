"""``POST /users/delete``: one kind of identifier, and a permission of its own."""

from __future__ import annotations

import pytest

from hubapp.sandbox import create_sandbox

ALIAS = {"alias_name": "ana", "alias_label": "email"}
NEWEST = ["identified", "most_recently_updated"]


@pytest.fixture
def sandbox():
    return create_sandbox().test_client()


def post(sandbox, path, body, key="sandbox-key"):
    return sandbox.post(path, json=body, headers={"Authorization": f"Bearer {key}"})


def given(sandbox, *users):
    sandbox.post("/__sandbox/given", json={"users": list(users)})


def left(sandbox):
    profiles = sandbox.get("/__sandbox/state").json["profiles"]
    return {each.get("external_id") or each.get("email") or "alias" for each in profiles}


@pytest.mark.parametrize(
    ("named", "gone"),
    [
        ({"external_ids": ["u1", "nobody"]}, "u1"),
        ({"user_aliases": [ALIAS]}, "alias"),
        (
            {"email_addresses": [{"email": "Ben@x.example", "prioritization": NEWEST}]},
            "ben@x.example",
        ),
    ],
)
def test_who_is_named_is_gone_and_the_others_stay(sandbox, named, gone):
    given(sandbox, {"external_id": "u1"}, {"user_aliases": [ALIAS]}, {"email": "ben@x.example"})
    reply = post(sandbox, "/users/delete", named)
    assert (reply.status_code, reply.json) == (201, {"deleted": 1, "message": "success"})
    assert left(sandbox) == {"u1", "alias", "ben@x.example"} - {gone}
    assert post(sandbox, "/users/delete", named).json["deleted"] == 0


def test_who_comes_again_is_somebody_new(sandbox):
    post(sandbox, "/users/track", {"attributes": [{"external_id": "u1", "score": 3}]})
    post(sandbox, "/users/delete", {"external_ids": ["u1"]})
    post(sandbox, "/users/track", {"attributes": [{"external_id": "u1", "first_name": "Ana"}]})
    found = sandbox.get("/__sandbox/state", query_string={"selector": "u1"}).json
    assert found["custom_attributes"] == {}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"external_ids": ["u1"], "braze_ids": ["b1"]},
        {"external_ids": "u1"},
        {"external_ids": ["u"] * 51},
    ],
)
def test_what_is_not_one_list_of_at_most_fifty_is_refused(sandbox, body):
    given(sandbox, {"external_id": "u1"})
    assert post(sandbox, "/users/delete", body).status_code == 400
    assert left(sandbox) == {"u1"}


def test_an_address_without_an_order_of_preference_finds_nobody(sandbox):
    given(sandbox, {"email": "ben@x.example"})
    for named in ("ben@x.example", {"email": "ben@x.example"}):
        reply = post(sandbox, "/users/delete", {"email_addresses": [named]})
        assert reply.json["deleted"] == 0


def test_a_key_that_may_only_track_may_not_delete(sandbox):
    sandbox.post("/__sandbox/given", json={"keys": {"track-key": ["users.track"]}})
    reply = post(sandbox, "/users/delete", {"external_ids": ["u1"]}, key="track-key")
    assert (reply.status_code, reply.json) == (403, {"message": "Access Denied"})
    assert post(sandbox, "/users/track", {"events": []}, key="track-key").status_code == 400


def test_a_fault_comes_first(sandbox):
    given(sandbox, {"external_id": "u1"})
    sandbox.post("/__sandbox/faults", json={"status": 500})
    assert post(sandbox, "/users/delete", {"external_ids": ["u1"]}).status_code == 500
    assert left(sandbox) == {"u1"}
