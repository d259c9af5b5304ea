"""Subscription groups: a given consent subscribes, a withdrawn one unsubscribes (CONTRACT 4.2,
9.13)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hubapp.core.mapping import Record, Source
from hubapp.core.words import Words

GROUP, CONFIRMED = "group", "confirmed"
"""Target groups: one that a consent subscribes to, and one of SMS that Braze asks to confirm
first."""
KINDS = (GROUP, CONFIRMED)
STATES = {True: "subscribed", "subscribed": "subscribed", "unsubscribed": "unsubscribed"}
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.ASCII | re.IGNORECASE)
_LONGEST_NAME = 255
NO_STATE = Words("A subscription group takes a given consent, subscribed or unsubscribed only.")


def is_group(target: str) -> bool:
    """The target is a subscription group."""
    return target.partition(".")[0] in KINDS


def id_of(target: str) -> str:
    """Braze's id of the group. A target may carry a name of the marketer's own before it:
    ``group.Newsletter 1111…``. Empty when it has no id, or several."""
    found = _ID.findall(target.partition(".")[2])
    return found[0].lower() if len(found) == 1 else ""


def place_of(target: str) -> str:
    """The same for all targets that are the same group."""
    return f"{GROUP}.{id_of(target)}"


def group_problem(name: str) -> Words | None:
    """Why this names no subscription group; None when it does."""
    if len(name) > _LONGEST_NAME:
        return Words("Shorten the name of the subscription group.")
    if len(_ID.findall(name)) != 1:
        return Words(
            "Paste the ID of the subscription group, with a name of your own before it if you "
            "like. In Braze it stands under Audience, Subscription Group Management, and looks "
            "like 11111111-1111-4111-8111-111111111111."
        )
    return None


def unfit(source: Source) -> Words | None:
    """Why this source may not subscribe anybody; None when it may."""
    if source.means == "consent":
        return None
    return Words(
        "“%(source)s” is no consent. Only a consent field may subscribe somebody to a group.",
        source=source.full_label,
    )


def state_of(value: Any) -> str | None:
    """Braze's word; None when the value says nothing about a subscription."""
    return STATES.get(value) if isinstance(value, bool | str) else None


def groups_of(record: Record) -> list[dict[str, Any]]:
    """The ``subscription_groups`` of a record; a box that was not ticked says nothing."""
    found: list[dict[str, Any]] = []
    for target, value in record.values.items():
        state = state_of(value) if is_group(target) else None
        if state is None or not id_of(target):
            continue
        group = {"subscription_group_id": id_of(target), "subscription_state": state}
        # Only who subscribes is asked to confirm it.
        asked = target.startswith(f"{CONFIRMED}.") and state == "subscribed"
        found.append(group | ({"use_double_opt_in_logic": True} if asked else {}))
    return found


def together(
    earlier: Sequence[Mapping[str, Any]], later: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Each group once, as it was said last (CONTRACT 9.13)."""
    by_id = {each["subscription_group_id"]: each for each in (*earlier, *later)}
    return list(by_id.values())


def told(groups: Sequence[Mapping[str, Any]]) -> list[Words]:
    """What becomes of each, in a sentence."""
    return [_told(each) for each in groups]


def _told(group: Mapping[str, Any]) -> Words:
    name = group["subscription_group_id"]
    if group.get("use_double_opt_in_logic"):
        return Words("Asks for a confirmation to subscribe to the group %(group)s.", group=name)
    if group["subscription_state"] == "subscribed":
        return Words("Subscribes to the group %(group)s.", group=name)
    return Words("Unsubscribes from the group %(group)s.", group=name)
