"""A message that a destination is asked to send to somebody at a chosen moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hubapp.core.words import Words

FORM_SENT, OUTCOME, WON = "form_sent", "outcome", "won"
"""Moments: a form was sent, a card ended in a chosen way, a prize was won later."""
MAY_HAVE = Words("May have been sent")
"""The reason of a message whose answer was lost: it is never repeated by itself."""
PREFIX = "message."
"""What the targets of its properties begin with."""


@dataclass(frozen=True)
class TriggerKind:
    """A kind of message. help: where its id is found; rules: identity rules that can find whom it
    goes to; along: targets of the mapping that are told with it; same_for: seconds within which the
    destination sends a second one with the same name not again; 0: it always does."""

    key: str
    label: Words
    help: Words
    rules: tuple[str, ...]
    along: tuple[str, ...] = ()
    same_for: int = 0


@dataclass(frozen=True)
class Trigger:
    """Which message, of a record. kind: of a ``TriggerKind``; target: its id at the destination;
    name: the same at each try of this message, and of no other."""

    kind: str
    target: str
    name: str


@dataclass(frozen=True)
class Plan:
    """When a connection triggers a message, and with what. moment: one of the above; card: of one
    card only; source, value: the outcome that is reached; kind, target: see ``Trigger``; rows:
    property -> source key."""

    id: int = 0
    moment: str = FORM_SENT
    card: str = ""
    source: str = ""
    value: str = ""
    kind: str = ""
    target: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "rows": [list(each) for each in self.rows]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        rows = tuple((str(name), str(source)) for name, source in data.get("rows", ()))
        return cls(**{**data, "rows": rows})

    def applies(self, moments: set[str], card: str, known: Mapping[str, Any]) -> bool:
        """It is its moment. moments: what happened may be any of these."""
        if self.moment not in moments or (self.card and self.card != card):
            return False
        if self.moment != OUTCOME:
            return True
        return self.source in known and spelled(known[self.source]) == spelled(self.value)

    def properties(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Target -> value, of those that are known."""
        found = {PREFIX + name: known.get(source) for name, source in self.rows}
        return {key: value for key, value in found.items() if value not in (None, "", [])}


def spelled(value: Any) -> str:
    """An outcome as it is compared: 3 is 3.0, and capitals do not matter."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).strip().casefold()
    return text.removesuffix(".0") if isinstance(value, float) else text
