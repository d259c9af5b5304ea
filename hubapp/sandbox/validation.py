"""Which objects are refused, and in which words (CONTRACT 3, 4.2, 5, 6.2)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

import phonenumbers

from hubapp.sandbox.dates import moment_of

Json = dict[str, Any]
IDENTIFIERS = ("external_id", "user_alias", "braze_id", "email", "phone")
PRIMARY = ("external_id", "user_alias", "braze_id")
NO_IDENTITY = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"
BAD_PHONE = "'phone' is not a valid phone number"
_PROSE = {
    "EMAIL_BAD_FORMAT": "The value provided for the 'email' field is not a valid email.",
    "BLACKLISTED_EXTERNAL_USER_ID": "provided external_id is blacklisted and disallowed",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SUBSCRIPTIONS = ("opted_in", "subscribed", "unsubscribed")
_LONGEST_ID = 987
_ALIAS = ("alias_name", "alias_label")


def said(code: str, style: str) -> str:
    """A code as the asked-for style says it."""
    return _PROSE.get(code, code) if style == "prose" else code


def identity_error(item: Any, given: Mapping[str, Any]) -> str:
    """Why the object does not say who it is about; empty when it does."""
    if not isinstance(item, dict):
        return "objects are required"
    primaries = [key for key in PRIMARY if item.get(key)]
    if len(primaries) > 1:
        return "only one of 'external_id', 'user_alias' or 'braze_id' may be given"
    if not primaries and not (item.get("email") or item.get("phone")):
        return NO_IDENTITY
    if not primaries and not item.get("email") and not is_phone(item["phone"]):
        return BAD_PHONE
    alias = item.get("user_alias")
    if alias is not None and not (
        isinstance(alias, dict)
        and all(isinstance(alias.get(each), str) and alias[each] for each in _ALIAS)
    ):
        return "'user_alias' needs an alias_name and an alias_label"
    external = str(item.get("external_id") or "")
    if len(external.encode()) > _LONGEST_ID:
        return "EXTERNAL_USER_ID_TOO_LARGE"
    if external and external in given.get("blacklist_ids", ()):
        return "BLACKLISTED_EXTERNAL_USER_ID"
    return ""


def is_phone(value: Any) -> bool:
    """A number that can be called. Without a country code it is read as one of the United States
    (CONTRACT 4.2)."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(str(value), "US"))
    except phonenumbers.NumberParseException:
        return False


def attribute_error(item: Json, given: Mapping[str, Any]) -> str:
    """Why an attribute object is refused; empty when it is not."""
    if "email_subscription_info" in item:
        return "INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO"
    email = item.get("email")
    if email is not None and not (isinstance(email, str) and EMAIL.fullmatch(email)):
        return "EMAIL_BAD_FORMAT"
    for name in ("email", "push"):
        state = item.get(f"{name}_subscribe")
        if state is not None and state not in SUBSCRIPTIONS:
            return f"BAD_{name.upper()}_SUBSCRIPTION_STATE"
    if "subscription_groups" in item:
        if wrong := _groups_error(item["subscription_groups"], given):
            return wrong
    location = item.get("current_location")
    if location is not None and not _is_location(location):
        return "BAD_LOCATION_UPDATE"
    return _push_error(item)


def _groups_error(groups: Any, given: Mapping[str, Any]) -> str:
    if not isinstance(groups, list):
        return "BAD_SUBSCRIPTION_GROUP_ARRAY"
    for group in groups:
        if not isinstance(group, dict) or not {
            "subscription_group_id",
            "subscription_state",
        } <= set(group):
            return "BAD_SUBSCRIPTION_GROUP_HASH"
        if not is_group(group["subscription_group_id"], given):
            return "BAD_SUBSCRIPTION_GROUP_ID"
        if group["subscription_state"] not in ("subscribed", "unsubscribed"):
            return "BAD_SUBSCRIPTION_GROUP_STATE"
    return ""


def is_group(named: Any, given: Mapping[str, Any]) -> bool:
    """A subscription group of the workspace: one that ``given`` lists or, where it lists none, any
    that is written as Braze writes them."""
    if listed := given.get("subscription_groups"):
        return named in listed
    try:
        return bool(uuid.UUID(str(named)))
    except ValueError:
        return False


def _is_location(location: Any) -> bool:
    return isinstance(location, dict) and all(
        isinstance(location.get(name), int | float) for name in ("longitude", "latitude")
    )


def _push_error(item: Json) -> str:
    tokens = item.get("push_tokens")
    if item.get("push_token_import"):
        # An import is of tokens that nobody is known by yet (CONTRACT 4.1).
        if tokens is None or item.get("external_id") or item.get("braze_id"):
            return "BAD_PUSH_TOKEN_IMPORT"
    if tokens is None:
        return ""
    if not isinstance(tokens, list):
        return "BAD_PUSH_TOKEN_VALUE"
    return next(filter(None, map(_token_error, tokens)), "")


def _token_error(token: Any) -> str:
    if not isinstance(token, dict):
        return "BAD_PUSH_TOKEN_VALUE"
    if not token.get("app_id"):
        return "BAD_PUSH_TOKEN_APP_ID"
    if not isinstance(token.get("token"), str):
        return "BAD_PUSH_TOKEN_STRING"
    device = token.get("device_id")
    return (
        "BAD_DEVICE_ID" if device is not None and not 8 <= len(str(device).encode()) <= 255 else ""
    )


def event_error(item: Json, given: Mapping[str, Any]) -> str:
    """Why an event object is refused; empty when it is not."""
    if not isinstance(item.get("name"), str) or not item["name"]:
        return "'name' is required"
    if moment_of(item.get("time")) is None:
        return "'time' is not a valid datetime"
    properties = item.get("properties", {})
    if not isinstance(properties, dict):
        return "'properties' must be an object"
    if {"time", "event_name"} & set(properties):
        return "'properties' may not use the reserved keys 'time' and 'event_name'"
    return ""


def purchase_error(item: Json, given: Mapping[str, Any]) -> str:
    """Why a purchase object is refused; empty when it is not."""
    if not item.get("product_id"):
        return "'product_id' is required"
    quantity = item.get("quantity", 1)
    if not isinstance(quantity, int) or not 1 <= quantity <= 100:
        return "'quantity' is not valid"
    if not isinstance(item.get("price"), int | float):
        return "'price' is not valid"
    if not item.get("currency"):
        return "'currency' is not valid"
    return "" if moment_of(item.get("time")) else "'time' is not a valid datetime"


CHECKS = {"attributes": attribute_error, "events": event_error, "purchases": purchase_error}
