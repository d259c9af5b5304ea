"""``POST /users/track``: the order of its checks, whose profile is meant, and faults.

What the contract's cases say already is in ``test_cases``.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hubapp.sandbox import create_sandbox
from hubapp.sandbox.track import find_or_create

TIME = "2026-01-15T10:00:00.000Z"
ANA = {"attributes": [{"external_id": "u1", "score": 3}]}
ALIAS = {"alias_name": "ana", "alias_label": "email"}
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


class Client:
    """Somebody who calls the sandbox."""

    def __init__(self) -> None:
        self.app: Flask = create_sandbox()
        self.client = self.app.test_client()
        self.store = self.app.extensions["store"]

    def given(self, **given: Any) -> None:
        self.client.post("/__sandbox/given", json=given)

    def track(
        self, body: object = ANA, key: str = "sandbox-key", kind: str = "application/json", **more
    ) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        return self.client.post("/users/track", data=data, headers=headers, **more)


@pytest.fixture
def client() -> Client:
    return Client()


HUGE = b"[" + b" " * (4 * 1024 * 1024)


@pytest.mark.parametrize(
    ("key", "kind", "body", "status"),
    [
        ("nobody", "text/plain", HUGE, 401),
        ("no-track-key", "text/plain", HUGE, 403),
        ("sandbox-key", "text/plain", HUGE, 415),
        ("sandbox-key", "application/json", HUGE, 413),
        ("sandbox-key", "application/json", HUGE[:-1], 400),
        ("sandbox-key", "application/json", b"[", 400),
        ("sandbox-key", "application/json; charset=utf-8", ANA, 201),
    ],
)
def test_key_then_permission_then_type_then_size_then_syntax(client, key, kind, body, status):
    assert client.track(body, key, kind).status_code == status


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"7", b"\xff", b"[" * 3000])
def test_a_body_that_is_no_object_is_a_syntax_error(client, body):
    assert "syntax" in client.track(body).json["error"]


@pytest.mark.parametrize(
    "body", [{}, {"attributes": []}, {"attributes": {"external_id": "u1"}}, {"events": None}]
)
def test_a_body_without_a_valid_object_says_what_is_missing(client, body):
    reply = client.track(body)
    assert reply.status_code == 400
    assert reply.json["message"].startswith("Valid data must be provided")


def test_a_fault_comes_before_every_check(client):
    client.given(fault={"status": 503})
    assert client.track(key="nobody").status_code == 503


def test_a_key_with_a_list_of_addresses_is_refused_from_elsewhere(client):
    client.given(key_ip_allowlist=["10.0.0.1"])
    assert client.track().status_code == 401


def test_a_slash_at_the_end_goes_wrong(client):
    assert client.client.post("/users/track/").status_code == 403


@pytest.mark.parametrize(
    ("plan", "attributes", "events", "status"),
    [
        ("default75", 40, 35, 201),
        ("default75", 40, 36, 400),
        ("mau", 75, 0, 201),
        ("mau", 75, 1, 400),
        ("legacy225", 75, 75, 201),
        ("legacy225", 76, 0, 400),
        ("some other", 76, 0, 400),
    ],
)
def test_each_plan_has_its_number_of_objects(client, plan, attributes, events, status):
    client.given(plan=plan)
    event = {"external_id": "u1", "name": "played", "time": TIME}
    body = {"attributes": ANA["attributes"] * attributes, "events": [event] * events}
    reply = client.track(body)
    assert reply.status_code == status
    if status == 400:
        assert reply.json == {"message": "Max Input Length Exceeded"}


def test_bad_objects_are_named_by_their_place_and_the_rest_is_taken(client):
    body = {
        "attributes": [{"external_id": "u1"}, {"email": "nobody"}, "text"],
        "events": [{"external_id": "u1", "name": "played"}],
        "purchases": [
            {"external_id": "u1", "product_id": "p", "currency": "AUD", "price": 1, "time": TIME}
        ],
    }
    reply = client.track(body)
    places = [(each["input_array"], each["index"]) for each in reply.json["errors"]]
    assert reply.status_code == 201
    assert places == [("attributes", 1), ("attributes", 2), ("events", 0)]
    assert (reply.json["attributes_processed"], reply.json["purchases_processed"]) == (1, 1)
    assert "events_processed" not in reply.json
    assert client.store.select("u1")["purchases"] == 1


IDENTITIES = [
    ({"external_id": "u1"}, True),
    ({"external_id": "u1", "_update_existing_only": True}, False),
    ({"external_id": "u1", "_update_existing_only": False}, True),
    ({"user_alias": ALIAS}, False),
    ({"user_alias": ALIAS, "_update_existing_only": True}, False),
    ({"user_alias": ALIAS, "_update_existing_only": False}, True),
    ({"email": "ana@example.com"}, True),
    ({"email": "ana@example.com", "_update_existing_only": True}, False),
    ({"phone": "+61412345678"}, True),
    ({"braze_id": "b1"}, False),
]


@pytest.mark.parametrize(("item", "made"), IDENTITIES)
def test_a_profile_is_made_only_when_the_rules_say_so(client, item, made):
    found = find_or_create(client.store, item)
    assert (found is not None) is made
    assert len(client.store.profiles) == made


@pytest.mark.parametrize("item", [item for item, made in IDENTITIES if made])
def test_the_same_identity_is_the_same_profile(client, item):
    first = find_or_create(client.store, item)
    assert find_or_create(client.store, {**item, "_update_existing_only": True}) is first


def test_a_braze_id_finds_a_profile(client):
    profile = find_or_create(client.store, {"email": "ana@example.com"})
    assert find_or_create(client.store, {"braze_id": profile["braze_id"]}) is profile


def test_of_an_address_and_a_number_the_address_finds_and_the_number_is_written(client):
    client.given(users=[{"ref": "ana", "email": "ana@example.com"}, {"ref": "bo", "phone": "+61"}])
    client.track({"attributes": [{"email": "ana@example.com", "phone": "+61"}]})
    assert client.store.select("ana")["phone"] == "+61"


def test_a_new_external_id_makes_a_second_profile_with_the_address(client):
    client.given(users=[{"email": "ana@example.com"}])
    client.track({"attributes": [{"external_id": "u1", "email": "ana@example.com"}]})
    assert client.store.select("profiles_with_email:ana@example.com") == 2


def test_an_object_about_nobody_who_exists_is_accepted_and_stored_nowhere(client):
    reply = client.track({"attributes": [{"user_alias": ALIAS, "score": 1}]})
    assert (reply.status_code, client.store.profiles) == (201, {})


def test_every_event_object_counts_and_the_last_one_stays(client):
    event = {"external_id": "u1", "name": "played", "time": TIME}
    later = {**event, "time": "2026-01-16T10:00:00.000Z", "properties": {"score": 3}}
    client.track({"events": [event, event, later]})
    profile = client.store.select("u1")
    played = profile["events"]["played"]
    assert (played["count"], played["first"], played["last"]) == (3, TIME, later["time"])
    assert played["properties"] == {"score": 3}
    assert [each["properties"] for each in profile["event_log"]] == [{}, {}, {"score": 3}]


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ({"status": 500}, 500, b"{}"),
        ({"status": 503, "body": {"message": "later"}}, 503, b'{"message":"later"}'),
        ({"status": 502, "raw_body": "<html>"}, 502, b"<html>"),
        ({"body": {"message": "?"}}, 500, b'{"message":"?"}'),
    ],
)
def test_a_fault_answers_as_it_was_told_and_nothing_is_stored(client, fault, status, body):
    client.client.post("/__sandbox/faults", json=fault)
    reply = client.track()
    assert (reply.status_code, reply.data) == (status, body)
    assert client.store.profiles == {}


def test_a_fault_may_store_all_and_still_fail(client):
    client.client.post("/__sandbox/faults", json={"status": 504, "apply": True})
    assert client.track().status_code == 504
    assert client.store.select("u1")["custom_attributes"] == {"score": 3}


def test_a_fault_may_only_be_slow(client, monkeypatch):
    waited = []
    monkeypatch.setattr("hubapp.sandbox.track.time.sleep", waited.append)
    client.client.post("/__sandbox/faults", json={"delay": 7, "apply": True, "count": 1})
    assert client.track().status_code == 201
    client.client.post("/__sandbox/faults", json={"delay": 7000, "status": 500})
    assert client.track().status_code == 500
    assert waited == [7, 60]


@pytest.mark.parametrize("server", ["werkzeug.socket", "gunicorn.socket"])
@pytest.mark.parametrize("stored", [True, False])
def test_a_fault_may_hang_up_before_or_after_it_stored(client, server, stored):
    class Line:
        hung_up = False

        def shutdown(self, how: int) -> None:
            self.hung_up = True

    line = Line()
    client.client.post("/__sandbox/faults", json={"drop": True, "apply": stored})
    client.track(environ_overrides={server: line})
    assert line.hung_up
    assert bool(client.store.profiles) is stored


def test_an_answer_names_itself_and_tells_the_limit(client):
    first, second = client.track(), client.track()
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert [first.headers[name] for name in LIMITS[:2]] == ["3000", "2999"]


@pytest.mark.parametrize(
    ("style", "least", "most"), [("epoch", 1_000_000_000, 10**11), ("delta", 0, 3600)]
)
def test_the_end_of_the_window_is_told_in_either_way(client, style, least, most):
    client.given(reset_style=style)
    assert least <= int(client.track().headers["X-RateLimit-Reset"]) <= most


def test_with_a_refused_key_the_limits_are_empty(client):
    reply = client.track(key="nobody")
    assert [reply.headers[name] for name in LIMITS] == ["", "", ""]


def test_a_plan_by_monthly_users_tells_no_limits_when_it_is_too_fast(client):
    client.given(plan="mau", fault={"status": 429})
    assert not set(LIMITS) & set(client.track().headers.keys())
    assert set(LIMITS) <= set(client.track().headers.keys())


def test_other_plans_tell_their_limits_then_too(client):
    client.given(fault={"status": 429})
    assert set(LIMITS) <= set(client.track().headers.keys())


def test_a_fault_with_headers_of_its_own_has_no_others(client):
    headers = {"X-Ratelimit-Retry-After": 7}
    client.client.post("/__sandbox/faults", json={"status": 429, "headers": headers})
    found = client.track().headers
    assert found["X-Ratelimit-Retry-After"] == "7"
    assert not set(LIMITS) & set(found.keys())
