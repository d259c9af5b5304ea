"""A destination that keeps every rule, and one for each rule that breaks it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from hubapp.core.destination import (
    Action,
    Destination,
    Failure,
    IdentityRule,
    OutgoingRequest,
    Rate,
    Reply,
    Rights,
    Spot,
    Target,
    TargetGroup,
    Verdict,
)
from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.words import Words

SETTINGS = """{{ controls.line('place', _('Address'),
  form.typed.place if 'place' in form.typed else form.settings.place or '', problems) }}"""
LIMITS = "{# None. #}"
_REFUSED, _WRONG = Words("Refused"), Words("Who it is cannot be read")
_MOST = 10


class LetterRights(Rights):
    """Lines are crossed out, and members are struck off."""

    def taking_back(self, record: Record) -> Record | None:
        lines = {each: None for each in record.values if each.startswith("line.")}
        return replace(record, values=lines, event_name="", once=()) if lines else None

    def withdrawn(self, record: Record) -> Record | None:
        refused = dict.fromkeys(record.once, "no")
        return replace(record, values=refused, event_name="") if refused else None

    def deletion(
        self, settings: Mapping[str, Any], secret: str, record: Record
    ) -> OutgoingRequest | None:
        body = json.dumps({"strike": record.identity}).encode()
        return OutgoingRequest("POST", settings["place"], {"X-Key": secret}, body)

    def judge_deletion(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        return _verdict(reply)


class Letterbox(Destination):
    """Keeps every rule: people by their email or id, one letter for each."""

    kind: ClassVar[str] = "letterbox"
    label: ClassVar[str] = "Letterbox"
    sentence: ClassVar[Words] = Words("Post what visitors say.")
    identity_rules: ClassVar[tuple[IdentityRule, ...]] = (
        IdentityRule("email", Words("Email"), Words("Writes to the address."), ("email",)),
        IdentityRule("member", Words("Member"), Words("Writes to the member."), ("id",)),
    )
    groups: ClassVar[tuple[TargetGroup, ...]] = (
        TargetGroup("line.", Words("line"), Words("Line"), named=True),
        TargetGroup("stamp.", Words("stamp"), Words("Stamps"), lasting=False),
    )
    secret_label: ClassVar[Words] = Words("Letterbox key")
    secret_help: ClassVar[Words] = Words("It hangs by the door.")
    reasons: ClassVar[tuple[Words, ...]] = (_REFUSED, _WRONG)
    rights: ClassVar[Rights] = LetterRights()
    templates: ClassVar[dict[str, str]] = {}

    def targets(self) -> list[Target]:
        colour = Target("stamp.colour", Words("Colour"), Words("Stamps"), ("text",))
        return [colour, replace(colour, key="stamp.agreed", once=True)]

    def clean_settings(
        self, posted: Mapping[str, str], extra_endpoints: Sequence[str]
    ) -> tuple[dict[str, Any], list[Problem]]:
        place = posted.get("place", "")
        if place.startswith("https://") and len(place) < 200:
            return {"place": place}, []
        return {"place": ""}, [Problem("place", Words("Type an address with https."))]

    def secret_problems(self, secret: str) -> list[Problem]:
        return [] if secret else [Problem("secret", Words("Type the key."))]

    def lint(self, mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
        known = {each.key: each for each in sources}
        found = []
        rules = {each.key: each.identifies for each in self.identity_rules}
        source = known.get(mapping.identity_source)
        if mapping.identify_by not in rules:
            found.append(Problem("identify_by", Words("Choose a rule.")))
        elif source is None or source.identifies not in rules[mapping.identify_by]:
            found.append(Problem("identity_source", Words("Choose a field.")))
        for at, row in enumerate(mapping.rows):
            if row.source not in known:
                found.append(Problem(f"rows.r{at}.source", Words("Choose a source.")))
            if not row.target.startswith(("line.", "stamp.")):
                found.append(Problem(f"rows.r{at}.target", Words("Choose a target.")))
        return found

    def suggest(self, sources: Sequence[Source]) -> FieldMapping:
        rows = tuple(
            MappingRow(each.key, f"line.{each.name}")
            for each in sources
            if each.suggested and each.name
        )
        for rule in self.identity_rules:
            for each in sources:
                if each.identifies in rule.identifies:
                    return FieldMapping(rule.key, each.key, "", rows)
        return FieldMapping(rows=rows)

    def keeps(self, target: str) -> bool:
        return target.startswith("line.")

    def example_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return {"place": settings.get("place") or "https://letterbox.example"}

    def control_to_mend(self, reply: Reply) -> str:
        return "place" if reply.status is None else "secret"

    def home(self, settings: Mapping[str, Any]) -> str:
        return str(settings.get("place", ""))

    def rates(self, settings: Mapping[str, Any]) -> list[Rate]:
        return [Rate(10, 1)]

    def probe(self, settings: Mapping[str, Any], secret: str) -> OutgoingRequest:
        return OutgoingRequest("GET", settings["place"], {"X-Key": secret}, b"")

    def judge_probe(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        if reply.status is not None and 200 <= reply.status < 300:
            return Verdict(Action.DELIVERED)
        return Verdict(Action.HOLD, Words("The letterbox stays shut."))

    def build(
        self, settings: Mapping[str, Any], secret: str, records: Sequence[Record], at_most: int = 0
    ) -> OutgoingRequest:
        letters: list[Any] = []
        places: list[tuple[Spot, ...]] = []
        unsendable = {}
        for record in records[: at_most or _MOST]:
            if record.identity.strip():
                places.append((Spot("letters", len(letters)),))
                letters.append({"to": record.identity, **_plain(record.values)})
            else:
                unsendable[len(places)] = (str(_WRONG), Words("Nobody is named."))
                places.append(())
        body = json.dumps({"letters": letters}).encode()
        headers = {"X-Key": secret}
        return OutgoingRequest(
            "POST", settings["place"], headers, body, tuple(places), unsendable, len(letters)
        )

    def judge(
        self, settings: Mapping[str, Any], reply: Reply, request: OutgoingRequest
    ) -> list[Verdict]:
        verdicts = [_verdict(reply)] * request.taken
        for at, (reason, sentence) in request.unsendable.items():
            verdicts[at] = Verdict(Action.REJECTED, sentence, reason=reason)
        return verdicts

    def describe(self, record: Record) -> list[Words]:
        return [Words("Writes to %(who)s.", who=record.identity)]


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def _verdict(reply: Reply) -> Verdict:
    if reply.status is None:
        unknown = reply.failure is Failure.UNKNOWN
        return Verdict(Action.RETRY, Words("Nobody answered."), outcome_unknown=unknown)
    if reply.status == 429:
        return Verdict(Action.THROTTLED, Words("The letterbox is full."))
    if reply.status == 401:
        return Verdict(Action.HOLD, Words("The key does not fit."))
    if reply.status >= 500:
        return Verdict(Action.RETRY, Words("The letterbox is broken."))
    if 200 <= reply.status < 300 and reply.body == b'{"ok": true}':
        return Verdict(Action.DELIVERED)
    if 200 <= reply.status < 300:
        return Verdict(Action.RETRY, Words("It makes no sense."), outcome_unknown=True)
    return Verdict(Action.REJECTED, Words("It came back."), reason=str(_REFUSED))


def templates_of(destination: Destination) -> dict[str, str]:
    """The fake's templates, by their names."""
    texts = {"settings": SETTINGS, "limits": LIMITS, **getattr(destination, "templates", {})}
    return {f"destinations/{destination.kind}/{name}.html": text for name, text in texts.items()}
