"""``POST /users/track``: the order of its checks, and faults.

What the contract's cases say already is in ``test_cases``.
"""

from __future__ import annotations

import pytest

from tests.sandbox.client import ANA, TIME, Client

LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


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
    monkeypatch.setattr("hubapp.sandbox.answering.time.sleep", waited.append)
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
