"""Which objects are refused, and in which words."""

from __future__ import annotations

import uuid

import pytest

from hubapp.sandbox.validation import (
    BAD_PHONE,
    NO_IDENTITY,
    attribute_error,
    event_error,
    identity_error,
    is_phone,
    purchase_error,
    said,
)

TIME = "2026-01-15T10:00:00.000Z"
GROUP = {"subscription_group_id": str(uuid.UUID(int=7)), "subscription_state": "subscribed"}
TOKEN = {"app_id": "a", "token": "t"}
ALIAS = {"alias_name": "ana", "alias_label": "email"}
EVENT = {"name": "played", "time": TIME}
PURCHASE = {"product_id": "shoe", "currency": "AUD", "price": 9.5, "time": TIME}


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({"external_id": "u1"}, ""),
        ({"external_id": 1042}, ""),
        ({"user_alias": ALIAS}, ""),
        ({"braze_id": "b1"}, ""),
        ({"email": "a@b.co"}, ""),
        ({"phone": "+61412345678"}, ""),
        ({"external_id": "u1", "email": "a@b.co"}, ""),
        ({"external_id": "", "email": "a@b.co"}, ""),
        ({"external_id": "u" * 987}, ""),
        ({}, NO_IDENTITY),
        ({"external_id": ""}, NO_IDENTITY),
        ({"device_id": "d"}, NO_IDENTITY),
        ({"phone": "4155552671"}, ""),
        ({"phone": "0412 345 678"}, BAD_PHONE),
        ({"phone": "call me"}, BAD_PHONE),
        ({"phone": "+10000000"}, BAD_PHONE),
        ({"phone": 7}, BAD_PHONE),
        ({"external_id": "u1", "phone": "call me"}, ""),
        ({"email": "a@b.co", "phone": "call me"}, ""),
        ("u1", "objects are required"),
        (None, "objects are required"),
        ({"external_id": "u" * 988}, "EXTERNAL_USER_ID_TOO_LARGE"),
        ({"external_id": "ä" * 494}, "EXTERNAL_USER_ID_TOO_LARGE"),
        ({"external_id": "null"}, "BLACKLISTED_EXTERNAL_USER_ID"),
    ],
)
def test_an_object_has_to_say_who_it_is_about(item, wrong):
    assert identity_error(item, {"blacklist_ids": ["null"]}) == wrong


@pytest.mark.parametrize(
    "item",
    [
        {"external_id": "u1", "braze_id": "b1"},
        {"external_id": "u1", "user_alias": ALIAS},
        {"user_alias": ALIAS, "braze_id": "b1"},
    ],
)
def test_two_primary_identifiers_are_one_too_many(item):
    assert "only one of" in identity_error(item, {})


@pytest.mark.parametrize(
    "alias", ["ana", {"alias_name": "ana"}, {"alias_label": "email"}, {**ALIAS, "alias_name": ""}]
)
def test_an_alias_needs_a_name_and_a_label(alias):
    assert "needs an alias_name" in identity_error({"user_alias": alias}, {})


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({}, ""),
        ({"email": "ana@example.com"}, ""),
        ({"email": None}, ""),
        ({"email_subscribe": "opted_in", "push_subscribe": "unsubscribed"}, ""),
        ({"subscription_groups": [GROUP, GROUP]}, ""),
        ({"current_location": {"longitude": 1, "latitude": -2.5}}, ""),
        ({"push_tokens": [TOKEN, {**TOKEN, "device_id": "d" * 8}]}, ""),
        ({"push_tokens": [{**TOKEN, "device_id": "d" * 255}]}, ""),
        ({"push_token_import": True, "push_tokens": []}, ""),
        ({"email_subscription_info": {}}, "INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO"),
        ({"email": "nobody"}, "EMAIL_BAD_FORMAT"),
        ({"email": "a b@c.de"}, "EMAIL_BAD_FORMAT"),
        ({"email": 5}, "EMAIL_BAD_FORMAT"),
        ({"email_subscribe": "yes"}, "BAD_EMAIL_SUBSCRIPTION_STATE"),
        ({"push_subscribe": True}, "BAD_PUSH_SUBSCRIPTION_STATE"),
        ({"subscription_groups": GROUP}, "BAD_SUBSCRIPTION_GROUP_ARRAY"),
        ({"subscription_groups": ["x"]}, "BAD_SUBSCRIPTION_GROUP_HASH"),
        (
            {"subscription_groups": [GROUP, {"subscription_state": "subscribed"}]},
            "BAD_SUBSCRIPTION_GROUP_HASH",
        ),
        (
            {"subscription_groups": [{**GROUP, "subscription_group_id": "news"}]},
            "BAD_SUBSCRIPTION_GROUP_ID",
        ),
        (
            {"subscription_groups": [{**GROUP, "subscription_state": "opted_in"}]},
            "BAD_SUBSCRIPTION_GROUP_STATE",
        ),
        ({"current_location": "here"}, "BAD_LOCATION_UPDATE"),
        ({"current_location": {"longitude": 1}}, "BAD_LOCATION_UPDATE"),
        ({"current_location": {"longitude": "1", "latitude": "2"}}, "BAD_LOCATION_UPDATE"),
        ({"push_token_import": True}, "BAD_PUSH_TOKEN_IMPORT"),
        (
            {"external_id": "u1", "push_token_import": True, "push_tokens": [TOKEN]},
            "BAD_PUSH_TOKEN_IMPORT",
        ),
        (
            {"braze_id": "b1", "push_token_import": True, "push_tokens": [TOKEN]},
            "BAD_PUSH_TOKEN_IMPORT",
        ),
        ({"user_alias": ALIAS, "push_token_import": True, "push_tokens": [TOKEN]}, ""),
        ({"external_id": "u1", "push_token_import": False, "push_tokens": [TOKEN]}, ""),
        ({"push_tokens": [TOKEN, "t"]}, "BAD_PUSH_TOKEN_VALUE"),
        ({"push_tokens": "t"}, "BAD_PUSH_TOKEN_VALUE"),
        ({"push_tokens": ["t"]}, "BAD_PUSH_TOKEN_VALUE"),
        ({"push_tokens": [{"token": "t"}]}, "BAD_PUSH_TOKEN_APP_ID"),
        ({"push_tokens": [{"app_id": "a", "token": 7}]}, "BAD_PUSH_TOKEN_STRING"),
        ({"push_tokens": [{**TOKEN, "device_id": "short"}]}, "BAD_DEVICE_ID"),
        ({"push_tokens": [{**TOKEN, "device_id": "d" * 256}]}, "BAD_DEVICE_ID"),
    ],
)
def test_an_attribute_object_is_refused_with_its_code(item, code):
    assert attribute_error(item, {}) == code


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ""),
        ({"properties": {"score": 3}}, ""),
        ({"name": ""}, "'name' is required"),
        ({"name": 7}, "'name' is required"),
        ({"time": None}, "'time' is not a valid datetime"),
        ({"time": "soon"}, "'time' is not a valid datetime"),
        ({"properties": [1]}, "'properties' must be an object"),
        ({"properties": {"time": 1}}, "reserved"),
        ({"properties": {"event_name": 1}}, "reserved"),
    ],
)
def test_an_event_needs_a_name_a_time_and_properties_of_its_own(change, wrong):
    found = event_error(EVENT | change, {})
    assert wrong in found if wrong else found == ""


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ""),
        ({"quantity": 100}, ""),
        ({"price": 0}, ""),
        ({"product_id": ""}, "'product_id' is required"),
        ({"quantity": 0}, "'quantity' is not valid"),
        ({"quantity": 101}, "'quantity' is not valid"),
        ({"quantity": "2"}, "'quantity' is not valid"),
        ({"price": "9.50"}, "'price' is not valid"),
        ({"price": None}, "'price' is not valid"),
        ({"currency": ""}, "'currency' is not valid"),
        ({"time": "soon"}, "'time' is not a valid datetime"),
    ],
)
def test_a_purchase_needs_its_four_parts(change, wrong):
    assert purchase_error(PURCHASE | change, {}) == wrong


@pytest.mark.parametrize(
    ("value", "valid"),
    [("+61 412 345 678", True), ("(415) 555-2671", True), ("0412345678", False), (None, False)],
)
def test_a_number_without_a_country_code_is_one_of_the_united_states(value, valid):
    assert is_phone(value) is valid


@pytest.mark.parametrize(
    ("code", "prose"),
    [
        ("EMAIL_BAD_FORMAT", "The value provided for the 'email' field is not a valid email."),
        (
            "BLACKLISTED_EXTERNAL_USER_ID",
            "provided external_id is blacklisted and disallowed",
        ),
        ("BAD_DEVICE_ID", "BAD_DEVICE_ID"),
    ],
)
def test_a_code_can_be_said_in_a_sentence_where_one_is_known(code, prose):
    assert said(code, "prose") == prose
    assert said(code, "code") == code
