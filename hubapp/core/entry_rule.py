"""How often somebody may take part in a card: one rule per card, chosen by the marketer and said to
visitors in one sentence."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from hubapp.core.opening import day_around
from hubapp.core.words import NOTHING, Words

NO_LIMIT, PER_VISITOR, PER_ADDRESS, DAILY, HOURLY = "none", "visitor", "address", "day", "hours"
PER_FIELD = "field"
RULE_LABELS = {
    NO_LIMIT: Words("No limit"),
    PER_VISITOR: Words("Once per visitor"),
    PER_ADDRESS: Words("Once per email or phone"),
    PER_FIELD: Words("Once per value of a field"),
    DAILY: Words("Once a day"),
    HOURLY: Words("Every so many hours"),
}
"""Each rule as the marketer chooses it."""
RULES = tuple(RULE_LABELS)
FEWEST_HOURS, MOST_HOURS = 1, 720
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class EntryRule:
    """rule: one of ``RULES``; empty on cards of before, which have no limit. hours: between two
    turns, of ``HOURLY``; field: the key of the field whose values are counted, of ``PER_FIELD``."""

    rule: str = ""
    hours: float = 24
    field: str = ""

    @property
    def limits(self) -> bool:
        """Not everybody may take part as often as they like."""
        return self.rule not in ("", NO_LIMIT)

    @property
    def counts_addresses(self) -> bool:
        """It counts the emails and phones that the card's form asks for, where it does; visitors
        elsewhere, and always by ``PER_VISITOR``."""
        return self.limits and self.rule not in (PER_VISITOR, PER_FIELD)


FREE = EntryRule()


class Window(NamedTuple):
    """What a turn that is taken now is written down as. since: when it counts from; renews: a turn
    since then or before is over, and another may be taken; None: one is all there is."""

    since: datetime
    renews: datetime | None


def window(entry: EntryRule, zone: str, at: datetime) -> Window:
    """The window of a turn at this moment (UTC). zone: the hub's, in which a day begins."""
    if entry.rule == DAILY:
        begins, _ = day_around(at, zone)
        return Window(begins, begins - _INSTANT)
    if entry.rule == HOURLY:
        return Window(at, at - timedelta(hours=entry.hours))
    return Window(at, None)


def next_turn(entry: EntryRule, zone: str, since: datetime, at: datetime) -> datetime | None:
    """When somebody whose last turn counts from ``since`` has the next one; None: never."""
    if entry.rule == DAILY:
        return max(day_around(at, zone)[1], day_around(since, zone)[1])
    if entry.rule == HOURLY:
        return since + timedelta(hours=entry.hours)
    return None


def sentence(entry: EntryRule, asked: Set[str], field: str = "") -> Words:
    """The rule as visitors read it; nothing where there is none. asked: ``email``, ``phone``, what
    the card's form asks for; field: what it calls the field that is counted, if one is."""
    whom = Words("“%(field)s”", field=field) if field else _whom(entry, asked)
    if entry.rule == DAILY:
        return Words("One turn a day for each %(whom)s.", whom=whom)
    if entry.rule == HOURLY and entry.hours == 1:
        return Words("One turn an hour for each %(whom)s.", whom=whom)
    if entry.rule == HOURLY:
        return Words(
            "One turn every %(hours)s hours for each %(whom)s.", hours=entry.hours, whom=whom
        )
    return Words("One turn for each %(whom)s.", whom=whom) if entry.limits else NOTHING


def _whom(entry: EntryRule, asked: Set[str]) -> Words:
    if not entry.counts_addresses or not asked:
        return Words("visitor")
    if len(asked) > 1:
        return Words("email address and phone number")
    return Words("email address") if "email" in asked else Words("phone number")
