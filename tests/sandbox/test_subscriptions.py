"""A state belongs to the address."""

from __future__ import annotations

import pytest

EMAIL_GROUP = "11111111-1111-4111-8111-111111111111"
SMS_GROUP = "22222222-2222-4222-8222-222222222222"


def in_group(group, state="subscribed"):
    return [{"subscription_group_id": group, "subscription_state": state}]


def attribute(sandbox, **item):
    assert sandbox.track({"attributes": [item]}).status_code == 201


@pytest.mark.parametrize(
    ("group", "address", "other"),
    [
        (EMAIL_GROUP, {"email": "a@x.io"}, {"email": "A@x.io"}),
        (SMS_GROUP, {"phone": "+14155552671"}, {"phone": "+14155552671"}),
    ],
)
def test_a_group_is_of_all_who_have_the_address_now_or_later(sandbox, group, address, other):
    attribute(sandbox, external_id="u1", **address)
    attribute(sandbox, external_id="u2", **other, subscription_groups=in_group(group))
    attribute(sandbox, external_id="u3", first_name="Cy", **address)
    states = [sandbox.profile(each)["subscription_groups"] for each in ("u1", "u2", "u3")]
    assert states == [{group: "subscribed"}] * 3


def test_a_group_without_an_address_is_of_this_profile_only(sandbox):
    attribute(sandbox, external_id="u1", subscription_groups=in_group(EMAIL_GROUP))
    attribute(sandbox, external_id="u2", first_name="Bo")
    assert sandbox.profile("u1")["subscription_groups"] == {EMAIL_GROUP: "subscribed"}
    assert "subscription_groups" not in sandbox.profile("u2")


def test_the_mail_of_an_address_is_of_all_who_have_it_now_or_later(sandbox):
    attribute(sandbox, external_id="u1", email="a@x.io", email_subscribe="opted_in")
    attribute(sandbox, email="A@x.io", first_name="Ana")
    attribute(sandbox, external_id="u2", email="a@x.io", email_subscribe="unsubscribed")
    assert {p["email_subscribe"] for p in sandbox.store.having("email", "a@x.io")} == {
        "unsubscribed"
    }


def test_an_event_that_makes_a_person_gives_them_the_state_of_their_address(sandbox):
    sandbox.post("/email/status", {"email": "a@x.io", "subscription_state": "unsubscribed"})
    event = {"email": "a@x.io", "name": "played", "time": "2026-01-15T10:00:00Z"}
    sandbox.track({"events": [event]})
    assert sandbox.profile("email:a@x.io")["email_subscribe"] == "unsubscribed"


def test_a_group_of_another_workspace_is_refused(sandbox):
    sandbox.given(subscription_groups=[EMAIL_GROUP])
    item = {"external_id": "u1", "subscription_groups": in_group(SMS_GROUP)}
    assert sandbox.track({"attributes": [item]}).json["errors"][0]["type"] == (
        "BAD_SUBSCRIPTION_GROUP_ID"
    )
