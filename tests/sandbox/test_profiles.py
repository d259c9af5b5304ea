"""Whose profile an object is about, and what it does to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hubapp.sandbox.profiles import find_or_create
from tests.sandbox.client import TIME, Client

ALIAS = {"alias_name": "ana", "alias_label": "email"}


@pytest.fixture
def client() -> Client:
    return Client()


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
    ("time", "kept"),
    [
        ("2026-01-15T09:59:59.000Z", "2026-01-15T09:59:59.000Z"),
        ("2026-01-15T10:00:00.000Z", "2026-01-15T10:00:00.000Z"),
        ("2026-01-15T12:00:00+02:00", "2026-01-15T12:00:00+02:00"),
        ("2026-01-15T10:00:01.000Z", "2026-01-15T10:00:00.000Z"),
        ("2030-01-01", "2026-01-15T10:00:00.000Z"),
    ],
)
def test_what_has_not_come_yet_happens_now(client, time, kept):
    client.given(now="2026-01-15T10:00:00Z")
    client.track({"events": [{"external_id": "u1", "name": "played", "time": time}]})
    played = client.store.select("u1")["events"]["played"]
    assert (played["first"], played["last"]) == (kept, kept)


def test_now_is_the_clocks_unless_it_is_given(client):
    client.track({"events": [{"external_id": "u1", "name": "played", "time": "2999-01-01"}]})
    kept = client.store.select("u1")["events"]["played"]["last"]
    assert kept.startswith(f"{datetime.now(UTC):%Y-%m-%dT%H}")
    client.given(now="2026-01-15T10:00:00Z")
    assert client.store.now() == datetime(2026, 1, 15, 10, tzinfo=UTC)


def test_of_an_event_256_properties_are_kept(client):
    event = {"external_id": "u1", "name": "played", "time": TIME}
    client.track({"events": [{**event, "properties": {f"p{at}": at for at in range(257)}}]})
    kept = client.store.select("u1")["events"]["played"]["properties"]
    assert list(kept) == [f"p{at}" for at in range(256)]


def test_an_address_is_subscribed_or_not_whoever_has_it(client):
    client.given(
        users=[
            {"external_id": "u1", "email": "ana@example.com", "email_subscribe": "subscribed"},
            {"external_id": "u2", "email": "Ana@example.com"},
            {"external_id": "u3", "email": "bo@example.com"},
        ]
    )
    client.track({"attributes": [{"external_id": "u1", "email_subscribe": "unsubscribed"}]})
    states = [client.store.select(each).get("email_subscribe") for each in ("u1", "u2", "u3")]
    assert states == ["unsubscribed", "unsubscribed", None]


@pytest.mark.parametrize("item", [{"push_subscribe": "opted_in"}, {"score": 1}])
def test_nothing_else_spreads(client, item):
    client.given(users=[{"external_id": each, "email": "ana@example.com"} for each in ("u1", "u2")])
    client.track({"attributes": [{"external_id": "u1", **item}]})
    other = client.store.select("u2")
    assert "push_subscribe" not in other
    assert other["custom_attributes"] == {}


def test_a_subscription_without_an_address_is_the_profiles_own(client):
    client.track({"attributes": [{"external_id": "u1", "email_subscribe": "opted_in"}]})
    assert client.store.select("u1")["email_subscribe"] == "opted_in"
