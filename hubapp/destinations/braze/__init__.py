"""Braze: its ``/users/track`` endpoint. See ``shared`` contract sections in the docstrings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, ClassVar

from hubapp.core.destination import (
    Check,
    Destination,
    IdentityRule,
    OutgoingRequest,
    Rate,
    Reply,
    Rights,
    Target,
    TargetGroup,
    Verdict,
)
from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.showing import Shown
from hubapp.core.trigger import TriggerKind
from hubapp.core.words import Words
from hubapp.core.writing import FIRST
from hubapp.destinations.braze import (
    checking,
    judging,
    linting,
    profile,
    subscriptions,
    suggesting,
)
from hubapp.destinations.braze import triggers as triggering
from hubapp.destinations.braze.endpoints import INSTANCES, endpoint_of, to_braze
from hubapp.destinations.braze.limits import BATCHES, clean_limits, limit_of, rates_of
from hubapp.destinations.braze.messages import message_link
from hubapp.destinations.braze.payload import (
    GROUPS_KEY,
    TOO_LARGE,
    WRONG_IDENTITY,
    attribute_object,
    body_of,
    event_object,
    identity_of,
    value_in,
)
from hubapp.destinations.braze.replies import json_of
from hubapp.destinations.braze.rights import BrazeRights
from hubapp.destinations.braze.targets import (
    GROUPS,
    IDENTITY_RULES,
    LABELS,
    STANDARD,
    keeps,
    ways,
)
from hubapp.destinations.braze.values import left_out

_SHORT_LIST = 25
"""Values that every workspace keeps (CONTRACT 4.3)."""
_SPACE_OR_QUOTE = re.compile(r"[\s\"'`]")


class Braze(Destination):
    """Finds or creates users and sets their attributes, live."""

    kind: ClassVar[str] = "braze"
    label: ClassVar[str] = "Braze"
    sentence: ClassVar[Words] = Words(
        "Send what visitors tell you to Braze within seconds, for segments and messages."
    )
    secret_label: ClassVar[Words] = Words("API key")
    secret_help: ClassVar[Words] = Words(
        "From Braze: Settings, APIs and Identifiers. It needs the permission users.track only."
    )
    reasons: ClassVar[tuple[Words, ...]] = (
        *judging.REASONS,
        *triggering.REASONS,
        WRONG_IDENTITY,
        TOO_LARGE,
    )
    identity_rules: ClassVar[tuple[IdentityRule, ...]] = IDENTITY_RULES
    groups: ClassVar[tuple[TargetGroup, ...]] = GROUPS
    creates_people: ClassVar[bool] = True
    whom_words: ClassVar[Words] = Words(
        "Braze counts a new profile with an email as “subscribed”: mails to “subscribed or opted "
        "in” reach people who left the box empty."
    )
    batches: ClassVar[tuple[tuple[str, Words], ...]] = BATCHES
    instances: ClassVar[tuple[str, ...]] = tuple(INSTANCES)
    why_left_out: Callable[[str, Any], Words | None] = staticmethod(left_out)
    carries: Callable[[str, Mapping[str, Sequence[Any]]], bool] = staticmethod(triggering.carries)
    value_in: Callable[[str, Mapping[str, Sequence[Any]]], Any] = staticmethod(value_in)
    ways: Callable[[str], tuple[str, ...]] = staticmethod(ways)
    list_limit: ClassVar[Words] = Words(
        "Each answer is added. Braze keeps up to 500 values, in an older workspace 25 or 100, and "
        "drops the oldest. Choose an attribute that is a list already, or a new name."
    )
    doubts: Callable[[FieldMapping], list[Problem]] = staticmethod(linting.doubts)
    row_for: Callable[[Source, FieldMapping], MappingRow | None] = staticmethod(suggesting.row_for)
    shown: Callable[[Record], list[Shown]] = staticmethod(profile.shown)
    cost: Callable[[Record], Words] = staticmethod(profile.cost)
    trigger_problems: Callable[[str, str, str, Sequence[str]], list[Problem]] = staticmethod(
        triggering.problems
    )
    checks: Callable[[Mapping[str, Any], str], list[Check]] = staticmethod(checking.checks)
    message_link: Callable[[str, str, str], str] = staticmethod(message_link)
    triggers: ClassVar[tuple[TriggerKind, ...]] = triggering.KINDS
    rights: ClassVar[Rights] = BrazeRights()

    def targets(self) -> list[Target]:
        return list(STANDARD)

    def clean_settings(
        self, posted: Mapping[str, str], extra_endpoints: Sequence[str]
    ) -> tuple[dict[str, Any], list[Problem]]:
        text = posted.get("endpoint", "").strip() or posted.get("instance", "")
        endpoint, wrong = endpoint_of(text, extra_endpoints)
        problems = [] if wrong is None else [Problem("endpoint", wrong)]
        limits, wrong_limits = clean_limits(posted)
        return {"endpoint": endpoint, **limits}, problems + wrong_limits

    def secret_problems(self, secret: str) -> list[Problem]:
        if not secret:
            sentence = Words("Paste the REST API key of your Braze workspace.")
            return [Problem("secret", sentence)]
        if _SPACE_OR_QUOTE.search(secret):
            sentence = Words("The key has a space or a quote in it. Copy it again, without them.")
            return [Problem("secret", sentence)]
        return []

    def lint(self, mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
        return linting.lint(mapping, sources)

    def suggest(self, sources: Sequence[Source]) -> FieldMapping:
        return suggesting.suggest(sources)

    def keeps(self, target: str) -> bool:
        return keeps(target)

    def home(self, settings: Mapping[str, Any]) -> str:
        return str(settings.get("endpoint", ""))

    def example_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return {"endpoint": "https://rest.example", **settings}

    def control_to_mend(self, reply: Reply) -> str:
        # Only Braze itself can say that a key is wrong.
        return "secret" if reply.status in (401, 403) and json_of(reply) is not None else "endpoint"

    def rates(self, settings: Mapping[str, Any]) -> list[Rate]:
        return rates_of(settings)

    def probe(self, settings: Mapping[str, Any], secret: str) -> OutgoingRequest:
        return to_braze(settings, secret, b"{}")

    def judge_probe(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        return judging.judge_probe(settings, reply)

    def build(
        self, settings: Mapping[str, Any], secret: str, records: Sequence[Record], at_most: int = 0
    ) -> OutgoingRequest:
        if records[0].trigger is not None:
            return triggering.build(settings, secret, records[0])
        told = list(takewhile(lambda each: each.trigger is None, records))
        body = body_of(told, limit_of(settings).halved(at_most))
        plain = to_braze(settings, secret, body.encoded())
        return OutgoingRequest(
            plain.method,
            plain.url,
            plain.headers,
            plain.body,
            tuple(body.placements),
            body.unsendable,
            body.objects,
        )

    def judge(
        self, settings: Mapping[str, Any], reply: Reply, request: OutgoingRequest
    ) -> list[Verdict]:
        if kind := triggering.kind_of(request):
            return [triggering.judge(settings, reply, kind)]
        return judging.judge(settings, reply, request)

    def describe(self, record: Record) -> list[Words]:
        if record.trigger is not None:
            return triggering.described(record)
        identity = identity_of(record)
        sentences = [_whom(record)]
        for name, value in (attribute_object(record) or {}).items():
            if name not in identity:
                sentences += (
                    subscriptions.told(value) if name == GROUPS_KEY else [_set(name, value)]
                )
        if event := event_object(record):
            sentences.append(_logged(record.event_name, event.get("properties", {})))
        return [*sentences, *_limits(record)]


def _set(name: str, value: Any) -> Words:
    if value is None:
        return Words("Takes away %(name)s.", name=name)
    if isinstance(value, dict):
        return Words("Adds %(value)s to the list %(name)s.", name=name, value=_spoken(value["add"]))
    return Words("Sets %(name)s to %(value)s.", name=name, value=_spoken(value))


def _whom(record: Record) -> Words:
    rule = next(each for each in IDENTITY_RULES if each.key == record.identify_by)
    if record.identify_by == "braze_id" or record.takes_back or record.only_existing:
        return Words("Finds the user by %(rule)s: %(id)s.", rule=rule.label, id=record.identity)
    return Words(
        "Finds or creates the user by %(rule)s: %(id)s.", rule=rule.label, id=record.identity
    )


def _logged(event: str, properties: Mapping[str, Any]) -> Words:
    if not properties:
        return Words("Logs the event %(event)s.", event=event)
    told = ", ".join(f"{name} {_spoken(value)}" for name, value in properties.items())
    return Words("Logs the event %(event)s with %(properties)s.", event=event, properties=told)


def _limits(record: Record) -> Iterator[Words]:
    """What Braze does not get of the record, and what an older workspace would not keep."""
    for target, value in record.values.items():
        name = LABELS.get(target) or Words.verbatim(target.partition(".")[2])
        why = left_out(target, value)
        if why is not None:
            yield Words("Leaves out %(name)s: %(why)s", name=name, why=why)
        elif record.how.get(target) == FIRST:
            yield Words("Leaves %(name)s as it is where an earlier answer stands.", name=name)
        elif target.startswith("custom.") and isinstance(value, list) and len(value) > _SHORT_LIST:
            yield Words(
                "%(name)s has %(count)s values; an older workspace keeps only the last 25 or 100.",
                name=name,
                count=len(value),
            )


def _spoken(value: Any) -> str:
    """A value as Braze gets it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return ", ".join(value) if isinstance(value, list) else f"“{value}”"
