"""Destinations of which each breaks one rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hubapp.core.destination import (
    Action,
    Destination,
    IdentityRule,
    OutgoingRequest,
    Rate,
    Reply,
    Spot,
    Target,
    Verdict,
)
from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.words import Words
from tests.contracts.fakes_of_destinations import SETTINGS, Letterbox, LetterRights

Settings = Mapping[str, Any]


def _with(**attributes: Any) -> Callable[[], Destination]:
    """A letterbox with these instead of its own."""
    return lambda: type("Broken", (Letterbox,), attributes)()


def _judging(change: Callable[[Reply, Verdict], Verdict]) -> Callable[[], Destination]:
    """A letterbox whose verdicts are changed so."""

    def judge(
        self: Any, settings: Settings, reply: Reply, request: OutgoingRequest
    ) -> list[Verdict]:
        found = Letterbox.judge(self, settings, reply, request)
        return [change(reply, each) for each in found]

    return _with(judge=judge)


def _building(change: Callable[..., OutgoingRequest]) -> Callable[[], Destination]:
    """A letterbox whose requests are changed so."""

    def build(
        self: Any, settings: Settings, secret: str, records: Sequence[Record], at_most: int = 0
    ) -> OutgoingRequest:
        def ready(records: Sequence[Record] = records, at_most: int = at_most) -> OutgoingRequest:
            return Letterbox.build(self, settings, secret, records, at_most)

        return change(ready, secret, records)

    return _with(build=build)


def _instead(at: int, action: Action, **more: Any) -> Callable[[], Destination]:
    """A letterbox that says this of replies with this status."""

    def change(reply: Reply, verdict: Verdict) -> Verdict:
        same = reply.status != at or verdict.action is Action.REJECTED
        return verdict if same else Verdict(action, Words("So."), **more)

    return _judging(change)


def _backwards(ready: Any, secret: str, records: Sequence[Record]) -> OutgoingRequest:
    return ready(list(reversed(records)))  # type: ignore[no-any-return]


def _misplaced(ready: Any, secret: str, records: Sequence[Record]) -> OutgoingRequest:
    made = ready()
    spots = tuple((Spot("letters", at + 1),) for at in range(made.taken))
    return replace(made, placements=spots)


def _wants_a_letter(ready: Any, secret: str, records: Sequence[Record]) -> OutgoingRequest:
    assert all(each.identity[0] for each in records)
    return ready()  # type: ignore[no-any-return]


def _suggest(self: Any, sources: Sequence[Source]) -> FieldMapping:
    found = Letterbox.suggest(self, sources)
    rows = tuple(MappingRow(each.source, "lnie.x") for each in found.rows)
    return replace(found, rows=rows)


def _lint(self: Any, mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
    found = Letterbox.lint(self, mapping, sources)
    return [replace(each, where=each.where.replace("rows.r", "rows.")) for each in found]


def _clean(self: Any, posted: Mapping[str, str], extra: Sequence[str]) -> Any:
    settings, problems = Letterbox.clean_settings(self, posted, extra)
    return {**settings, "secret": posted.get("secret", "")}, problems


def _clean_elsewhere(self: Any, posted: Mapping[str, str], extra: Sequence[str]) -> Any:
    settings, problems = Letterbox.clean_settings(self, posted, extra)
    return settings, [replace(each, where="plaice") for each in problems]


def _home(self: Any, settings: Settings) -> str:
    return f"{settings.get('place', '')}/{settings.get('secret', '')}"


def _without_group(self: Any) -> list[Target]:
    return [Target("seal.colour", Words("Colour"), Words("Seals"), ("text",))]


def _describe(self: Any, record: Record) -> list[Any]:
    return [f"Writes to {record.identity}."]


def _judge_first(
    self: Any, settings: Settings, reply: Reply, request: OutgoingRequest
) -> list[Verdict]:
    return Letterbox.judge(self, settings, reply, request)[:1]


def _trusting(reply: Reply, verdict: Verdict) -> Verdict:
    return Verdict(Action.DELIVERED) if reply.status in (200, 201) else verdict


def _unreasoned(reply: Reply, verdict: Verdict) -> Verdict:
    return replace(verdict, reason=str(verdict.words))


def _all_alike(reply: Reply, verdict: Verdict) -> Verdict:
    return Verdict(Action.RETRY, Words("Again."), outcome_unknown=True)


def _deaf(reply: Reply, verdict: Verdict) -> Verdict:
    return Verdict(Action.DELIVERED) if reply.status is None else verdict


def _rights(**methods: Any) -> Callable[[], Destination]:
    """A letterbox with these rights instead of its own."""
    return _with(rights=type("Broken", (LetterRights,), methods)())


def _deletion(self: Any, settings: Settings, secret: str, record: Record) -> OutgoingRequest:
    return OutgoingRequest("POST", f"https://x.example/?key={secret}", {}, b"")


_SPARE_KEY = {"settings": SETTINGS.replace("form.settings.place or", "")}
_NAMELESS = {"settings": '<input name="place" value="{{ form.settings.place }}">'}
_UNIDENTIFIED = (IdentityRule("name", Words("Name"), Words("By the name."), ("name",)),)

BREAKERS: dict[str, Callable[[], Destination]] = {
    "its_kind_is_a_plain_name": _with(kind="Letter box"),
    "it_speaks_in_words": _with(describe=_describe),
    "its_reasons_are_keys": _with(reasons=(Words("Refused"), Words("x" * 61))),
    "every_target_belongs_to_a_group": _with(targets=_without_group),
    "every_identity_rule_says_what_identifies": _with(identity_rules=_UNIDENTIFIED),
    "its_screen_is_there": _with(templates=_NAMELESS),
    "its_screen_posts_back_its_settings": _with(templates=_SPARE_KEY),
    "its_problems_are_at_controls": _with(clean_settings=_clean_elsewhere),
    "an_empty_key_is_refused_at_its_control": _with(secret_problems=lambda self, secret: []),
    "its_key_stays_secret": _building(
        lambda ready, secret, records: replace(ready(), url=f"https://x.example/?key={secret}")
    ),
    "its_home_is_not_its_key": _with(clean_settings=_clean, home=_home),
    "its_example_needs_no_settings": _with(example_settings=lambda self, settings: dict(settings)),
    "no_mapping_breaks_its_lint": _with(lint=_lint),
    "what_it_suggests_it_accepts": _with(suggest=_suggest),
    "what_leaves_once_is_not_kept": _with(keeps=lambda self, target: True),
    "it_takes_from_the_first_on": _building(_backwards),
    "every_record_taken_has_its_place": _building(_misplaced),
    "it_holds_no_more_than_it_is_told": _building(lambda ready, *more: ready(at_most=0)),
    "no_record_breaks_it": _building(_wants_a_letter),
    "each_record_has_one_verdict": _with(judge=_judge_first),
    "its_verdicts_say_why": _judging(_unreasoned),
    "what_cannot_be_sent_is_rejected": _judging(_all_alike),
    "an_error_of_nobody_is_no_delivery": _judging(_trusting),
    "too_many_requests_is_throttled": _instead(429, Action.THROTTLED, wait=86400.0),
    "a_refused_key_holds_everything": _instead(401, Action.RETRY),
    "no_reply_is_no_delivery": _judging(_deaf),
    "a_broken_server_is_asked_again": _instead(503, Action.HOLD),
    "its_probe_is_harmless": _with(
        probe=lambda self, settings, secret: self.build(
            settings, secret, [Record("email:a@b.example", "email", "a@b.example", "")]
        )
    ),
    "what_to_mend_is_a_control": _with(control_to_mend=lambda self, reply: "api_key"),
    "what_it_takes_back_is_taken_away": _rights(taking_back=lambda self, record: record),
    "a_withdrawn_consent_goes_where_it_was": _rights(
        withdrawn=lambda self, record: replace(record, identity="somebody else")
    ),
    "a_deletion_keeps_its_key_secret": _rights(deletion=_deletion),
    "no_reply_to_a_deletion_breaks_it": _rights(
        judge_deletion=lambda self, settings, reply: Verdict(Action.DELIVERED)
    ),
    "its_rates_are_rates": _with(rates=lambda self, settings: [Rate(0, 1)]),
}
"""Rule -> a destination that breaks it."""
