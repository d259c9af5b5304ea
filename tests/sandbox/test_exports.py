"""Reading people back."""

from __future__ import annotations

import pytest

ALIAS = {"alias_name": "ana", "alias_label": "email"}


@pytest.fixture(autouse=True)
def people(sandbox):
    sandbox.given(
        users=[
            {"external_id": "u1", "email": "a@x.io", "events": {"played": 2}},
            {"user_aliases": [ALIAS], "phone": "+61", "first_name": ""},
        ]
    )


def test_without_a_choice_all_that_is_not_empty_is_told(sandbox):
    (ana,) = sandbox.post("/users/export/ids", {"email_address": "A@x.io"}).json["users"]
    assert ana["custom_events"] == [{"name": "played", "count": 2}]
    assert set(ana) == {"braze_id", "external_id", "email", "custom_events"}


@pytest.mark.parametrize("asked", [{"user_aliases": [ALIAS]}, {"phone": "+61"}])
def test_each_identifier_finds_its_person(sandbox, asked):
    (found,) = sandbox.post("/users/export/ids", asked).json["users"]
    assert found["user_aliases"] == [ALIAS]
    by_id = sandbox.post("/users/export/ids", {"braze_id": found["braze_id"]}).json["users"]
    assert by_id == [found]


@pytest.mark.parametrize(
    "asked", [{"braze_id": "x"}, {"phone": "+1"}, {"device_id": "d"}, {"user_aliases": [7]}]
)
def test_whom_nobody_knows_is_left_out(sandbox, asked):
    assert sandbox.post("/users/export/ids", asked).json == {"users": [], "message": "success"}


def test_ids_that_nobody_has_are_named(sandbox):
    reply = sandbox.post("/users/export/ids", {"external_ids": ["u1", "u9"]}).json
    assert [each["external_id"] for each in reply["users"]] == ["u1"]
    assert reply["invalid_user_ids"] == ["u9"]


@pytest.mark.parametrize("body", [{}, {"external_ids": "u1"}])
def test_who_is_not_named_is_not_asked_for(sandbox, body):
    assert sandbox.post("/users/export/ids", body).status_code == 400
