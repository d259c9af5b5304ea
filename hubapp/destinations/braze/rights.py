"""Taking back what was sent to Braze, and deleting a profile (CONTRACT 4.3, 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from hubapp.core.destination import Action, OutgoingRequest, Reply, Rights, Verdict
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.destinations.braze import judging, subscriptions
from hubapp.destinations.braze.endpoints import to_braze
from hubapp.destinations.braze.payload import ALIASES, identity_of
from hubapp.destinations.braze.targets import IDENTITY_RULES
from hubapp.destinations.braze.values import identity_problem

_SUBSCRIPTIONS = ("attribute.email_subscribe", "attribute.push_subscribe")
"""States that the person sets in Braze as well, and that hold for their address: they stay."""
_WHOM = ["identified", "most_recently_updated"]
"""Of several profiles with an address: the one that an attribute would have gone to."""


class BrazeRights(Rights):
    """Attributes become null; a profile is deleted by ``/users/delete``."""

    needs = Words("The API key needs the permission users.delete for this.")

    def taking_back(self, record: Record) -> Record | None:
        targets = dict.fromkeys(each for each in record.values if _stays(each))
        # The address of an alias was written as an attribute too (CONTRACT 3.3).
        if label := ALIASES.get(record.identify_by):
            targets[f"attribute.{label}"] = None
        # Braze cannot take away what it finds the profile by.
        targets.pop(f"attribute.{record.identify_by}", None)
        if not targets:
            return None
        return replace(record, values=targets, event_name="", once=(), how={}, confirmed=False)

    def withdrawn(self, record: Record) -> Record | None:
        values = {
            target: "unsubscribed" if _subscribes(target) else False
            for target in record.once
            if record.values.get(target) not in (None, False) and not target.startswith("event.")
        }
        if not values:
            return None
        # A consent that is not given is not sent; one that is taken back is.
        once = tuple(target for target, value in values.items() if value is not False)
        return replace(record, values=values, event_name="", once=once, how={}, confirmed=False)

    def deletion(
        self, settings: Mapping[str, Any], secret: str, record: Record
    ) -> OutgoingRequest | None:
        if identity_problem(record.identify_by, record.identity) is not None:
            return None
        body = orjson.dumps(_named(record))
        return to_braze(settings, secret, body, "/users/delete")

    def judge_deletion(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        verdict = judging.judge_deletion(settings, reply)
        if verdict.action is not Action.HOLD:
            return verdict
        words = Words(
            "%(answer)s Deleting profiles needs the permission users.delete as well.",
            answer=verdict.words,
        )
        return replace(verdict, words=words)

    def profile(self, record: Record) -> Words:
        rule = next((each for each in IDENTITY_RULES if each.key == record.identify_by), None)
        if rule is None:
            return Words.verbatim(record.identity)
        return Words("the profile with %(rule)s %(id)s", rule=rule.label, id=record.identity)


def _subscribes(target: str) -> bool:
    return target in _SUBSCRIPTIONS or subscriptions.is_group(target)


def _stays(target: str) -> bool:
    return target.startswith(("attribute.", "custom.", "date.")) and target not in _SUBSCRIPTIONS


def _named(record: Record) -> dict[str, Any]:
    """One kind of identifier in a request (CONTRACT 7)."""
    identity = identity_of(record)
    if alias := identity.get("user_alias"):
        return {"user_aliases": [alias]}
    by, value = record.identify_by, identity[record.identify_by]
    if by == "email":
        return {"email_addresses": [{"email": value, "prioritization": _WHOM}]}
    if by == "phone":
        return {"phone_numbers": [{"phone": value, "prioritization": _WHOM}]}
    return {f"{by}s": [value]}
