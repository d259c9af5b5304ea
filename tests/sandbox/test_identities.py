"""Aliases, identifying, merging: what the contract's cases do not say."""

from __future__ import annotations

import pytest

ALIAS = {"alias_name": "ana", "alias_label": "email"}
LATEST = ["unidentified", "most_recently_updated"]


def test_an_alias_without_an_id_makes_somebody(sandbox):
    reply = sandbox.post("/users/alias/new", {"user_aliases": [ALIAS]})
    assert reply.json == {"aliases_processed": 1, "message": "success"}
    assert sandbox.profile("alias:email/ana")["external_id"] is None


def test_an_alias_is_added_to_who_is_known_once_per_label(sandbox):
    sandbox.given(users=[{"external_id": "u1"}])
    for name in ("ana", "other"):
        sandbox.post(
            "/users/alias/new",
            {"user_aliases": [{"external_id": "u1", "alias_name": name, "alias_label": "email"}]},
        )
    assert sandbox.profile("u1")["user_aliases"] == [ALIAS]
    assert sandbox.profile("alias:email/other") is None


@pytest.mark.parametrize("taken", [True, False])
def test_an_alias_gets_another_name_unless_somebody_has_it(sandbox, taken):
    other = [{"user_aliases": [{"alias_name": "bo", "alias_label": "email"}], "ref": "bo"}]
    sandbox.given(users=[{"user_aliases": [dict(ALIAS)], "ref": "ana"}, *(other if taken else [])])
    update = {"alias_label": "email", "old_alias_name": "ana", "new_alias_name": "bo"}
    assert sandbox.post("/users/alias/update", {"alias_updates": [update]}).status_code == 201
    assert sandbox.profile("alias:email/bo")["ref"] == ("bo" if taken else "ana")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/alias/new", {"user_aliases": [{"alias_name": "ana"}]}),
        ("/users/alias/new", {"user_aliases": {}}),
        ("/users/alias/update", {"alias_updates": [{"alias_label": "email"}]}),
        ("/users/alias/update", {}),
        ("/users/identify", {}),
        ("/users/identify", {"aliases_to_identify": 7}),
        ("/users/identify", {"aliases_to_identify": [{"external_id": "u1"}]}),
        ("/users/identify", {"aliases_to_identify": [{"user_alias": ALIAS}]}),
        ("/users/identify", {"emails_to_identify": [{"external_id": "u1", "email": 7}]}),
        ("/users/identify", {"emails_to_identify": [{"external_id": "u1", "email": "a@x.io"}]}),
        ("/users/merge", {}),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(sandbox, path, body):
    reply = sandbox.post(path, body)
    assert reply.status_code == 400
    assert reply.json["message"]


def test_who_is_identified_with_a_known_id_fills_its_gaps(sandbox):
    sandbox.given(
        users=[
            {"external_id": "u1", "custom_attributes": {"score": 3}, "events": {"played": 1}},
            {
                "user_aliases": [ALIAS],
                "first_name": "Ana",
                "custom_attributes": {"score": 1, "team": "red"},
                "events": {"played": 2, "won": 1},
            },
        ]
    )
    sandbox.post(
        "/users/identify", {"aliases_to_identify": [{"external_id": "u1", "user_alias": ALIAS}]}
    )
    found = sandbox.profile("u1")
    assert found["custom_attributes"] == {"score": 3, "team": "red"}
    assert found["first_name"] == "Ana"
    assert {name: each["count"] for name, each in found["events"].items()} == {
        "played": 3,
        "won": 1,
    }
    assert sandbox.profile("alias:email/ana")["external_id"] == "u1"


def test_of_several_nobody_is_identified_without_an_order(sandbox):
    sandbox.given(users=[{"email": "a@x.io", "ref": "one"}, {"phone": "+61", "ref": "two"}])
    sandbox.given(users=[{"email": "a@x.io", "ref": "three"}])
    ask = {"external_id": "u9", "email": "a@x.io", "prioritization": ["unidentified"]}
    assert sandbox.post("/users/identify", {"emails_to_identify": [ask]}).status_code == 201
    assert sandbox.profile("u9") is None
    phone = {"external_id": "u8", "phone": "+61", "prioritization": LATEST}
    sandbox.post("/users/identify", {"phone_numbers_to_identify": [phone]})
    assert sandbox.profile("u8")["ref"] == "two"


@pytest.mark.parametrize(
    "keep", [{"external_id": "u1"}, {"email": "keep@x.io", "prioritization": ["identified"]}]
)
@pytest.mark.parametrize(
    "gone", [{"user_alias": ALIAS}, {"phone": "+61", "prioritization": LATEST}]
)
def test_of_two_that_are_merged_one_stays(sandbox, keep, gone):
    sandbox.given(
        users=[
            {"external_id": "u1", "email": "keep@x.io"},
            {"user_aliases": [ALIAS], "phone": "+61", "email": "gone@x.io"},
        ]
    )
    update = {"identifier_to_merge": gone, "identifier_to_keep": keep}
    reply = sandbox.post("/users/merge", {"merge_updates": [update]})
    assert (reply.status_code, reply.json) == (202, {"message": "success"})
    (left,) = sandbox.client.get("/__sandbox/state").json["profiles"]
    assert (left["email"], left["phone"]) == ("keep@x.io", "+61")
    assert sandbox.profile("alias:email/ana")["external_id"] == "u1"
