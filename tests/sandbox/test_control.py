"""What tests set and see."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from hubapp.sandbox import create_sandbox

ANA = {"attributes": [{"external_id": "u1", "email": "ana@example.com", "score": 3}]}


@pytest.fixture
def client() -> FlaskClient:
    return create_sandbox().test_client()


def track(client: FlaskClient, body: object = ANA, key: str = "sandbox-key") -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return client.post("/users/track", json=body, headers=headers).status_code


def profile(client: FlaskClient, selector: str) -> dict | None:
    return client.get("/__sandbox/state", query_string={"selector": selector}).json


def test_the_state_tells_profiles_requests_and_counts(client):
    track(client)
    state = client.get("/__sandbox/state").json
    assert [each["external_id"] for each in state["profiles"]] == ["u1"]
    assert state["requests"][0]["body"] == ANA
    assert state["counts"] == {"requests": 1, "attributes": 1, "events": 0, "objects": 1}
    assert state["sizes"] == [1]
    assert state["now"] > 0


def test_the_state_of_one_profile_is_asked_for_by_a_selector(client):
    track(client)
    assert profile(client, "email:ana@example.com")["custom_attributes"] == {"score": 3}
    assert profile(client, "nobody") is None


def test_given_users_are_there_before_the_first_request(client):
    users = [
        {"ref": "ana", "email": "ana@example.com", "events": {"played": 2}},
        {"external_id": "u2", "events": {"won": {"count": 1, "last": "2026-01-15"}}},
    ]
    client.post("/__sandbox/given", json={"users": users})
    assert profile(client, "ana")["events"] == {"played": {"count": 2}}
    assert profile(client, "u2")["events"]["won"]["last"] == "2026-01-15"
    assert profile(client, "email:ana@example.com")["ref"] == "ana"


def test_given_users_can_be_of_different_age(client):
    users = [
        {"ref": "new", "email": "ana@example.com", "updated_at": "2026-01-15T10:00:00+00:00"},
        {"ref": "old", "email": "ana@example.com", "updated_at": "2025-01-15T10:00:00+00:00"},
        {"ref": "undated", "email": "ana@example.com"},
    ]
    client.post("/__sandbox/given", json={"users": users})
    assert profile(client, "email:ana@example.com")["ref"] == "new"


def test_preconditions_add_up(client):
    client.post("/__sandbox/given", json={"blocklist_attributes": ["score"]})
    client.post("/__sandbox/given", json={"type_style": "prose"})
    track(client)
    assert profile(client, "u1")["custom_attributes"] == {}


@pytest.mark.parametrize(
    ("scopes", "status"), [(None, 201), ([], 201), (["users.track"], 201), (["segments.list"], 403)]
)
def test_a_given_key_may_do_what_it_is_given(client, scopes, status):
    client.post("/__sandbox/given", json={"keys": {"mine": scopes}})
    assert track(client, key="mine") == status


def test_a_given_fault_is_the_answer_to_the_next_request_only(client):
    client.post("/__sandbox/given", json={"fault": {"status": 503}})
    assert [track(client), track(client)] == [503, 201]


@pytest.mark.parametrize(
    ("faults", "statuses"),
    [
        ({"status": 500}, [500, 201]),
        ([{"status": 500}, {"status": 502}], [500, 502, 201]),
        ({"status": 500, "count": 2}, [500, 500, 201]),
        ([], [201]),
    ],
)
def test_faults_come_in_their_order_and_number(client, faults, statuses):
    client.post("/__sandbox/faults", json=faults)
    assert [track(client) for _ in statuses] == statuses


def test_a_key_can_be_revoked_and_another_made(client):
    client.post("/__sandbox/keys", json={"revoke": "sandbox-key", "add": "new-key"})
    assert (track(client), track(client, key="new-key")) == (401, 201)


def test_revoking_a_key_that_nobody_has_changes_nothing(client):
    client.post("/__sandbox/keys", json={"revoke": "nobody"})
    assert track(client) == 201


def test_reset_is_a_fresh_start(client):
    track(client)
    client.post("/__sandbox/faults", json={"status": 500})
    client.post("/__sandbox/given", json={"blocklist_attributes": ["score"]})
    assert client.post("/__sandbox/reset").json == {"message": "reset"}
    assert client.get("/__sandbox/state").json["profiles"] == []
    assert track(client) == 201
    assert profile(client, "u1")["custom_attributes"] == {"score": 3}
