"""Who is subscribed to what. A state belongs to the address: whoever has it, has the state
(CONTRACT 4.2, 7, 9.13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hubapp.sandbox.store import Json, Store

EMAIL_GROUP = "11111111-1111-4111-8111-111111111111"
SMS_GROUP = "22222222-2222-4222-8222-222222222222"
GROUPS = {EMAIL_GROUP: ("Newsletter", "email"), SMS_GROUP: ("Text messages", "sms")}
"""Name and channel of the groups that the sandbox has from the start."""
_ALL_MAIL = ""
"""Beside the groups' ids: the state for all e-mail."""


def channel_of(group: str) -> str:
    """``email`` or ``sms``. A group that the sandbox does not know is taken for one of e-mail."""
    return GROUPS.get(group, ("", "email"))[1]


def settle(store: Store, profile: Json, item: Json) -> None:
    """After an attribute object was taken: what it says of subscriptions, to all who have the
    address; and what is known of an address that the profile got just now."""
    inherit(store, profile)
    if state := item.get("email_subscribe"):
        profile["email_subscribe"] = state
        set_mail(store, [str(profile.get("email") or "")], state)
    for group in item.get("subscription_groups") or ():
        set_group(store, [profile], group["subscription_group_id"], group["subscription_state"])


def inherit(store: Store, profile: Json) -> None:
    """The states that the profile's addresses have already."""
    for channel in ("email", "sms"):
        for group, state in store.subscribed.get(_address(profile, channel), {}).items():
            _write(profile, group, state)


def set_mail(store: Store, emails: Iterable[str], state: str) -> None:
    """For all e-mail to these addresses, known or not."""
    for email in filter(None, emails):
        _say(store, f"email:{email.lower()}", _ALL_MAIL, state)
        for profile in store.having("email", email):
            _write(profile, _ALL_MAIL, state)


def set_group(store: Store, profiles: Iterable[Json], group: str, state: str) -> None:
    """Of these profiles, and of all who share their address in the group's channel."""
    channel = channel_of(group)
    for profile in list(profiles):
        _write(profile, group, state)
        if address := _address(profile, channel):
            set_group_of(store, [address], group, state)


def set_group_of(store: Store, addresses: Iterable[str], group: str, state: str) -> None:
    """addresses: ``email:…`` or ``sms:…``, whether anybody has them or not."""
    for address in addresses:
        _say(store, address, group, state)
        channel, _, value = address.partition(":")
        for profile in store.having("email" if channel == "email" else "phone", value):
            _write(profile, group, state)


def _say(store: Store, address: str, group: str, state: str) -> None:
    store.subscribed.setdefault(address, {})[group] = state
    store.dirty = True


def _write(profile: Json, group: str, state: str) -> None:
    if group == _ALL_MAIL:
        profile["email_subscribe"] = state
    else:
        profile.setdefault("subscription_groups", {})[group] = state


def _address(profile: Json, channel: str) -> str:
    value: Any = profile.get("email" if channel == "email" else "phone")
    return f"{channel}:{str(value).lower()}" if value else ""
