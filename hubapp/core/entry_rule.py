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
FEWEST_TURNS, MOST_TURNS = 1, 10
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class EntryRule:
    """rule: one of ``RULES``; empty on cards of before, which have no limit. hours: between two
    turns, of ``HOURLY``; field: the key of the field whose values are counted, of ``PER_FIELD``;
    turns: how many there are each time, from ``FEWEST_TURNS`` to ``MOST_TURNS``: in one day, in the
    hours that begin with the first of them, or altogether; one on cards of before."""

    rule: str = ""
    hours: float = 24
    field: str = ""
    turns: int = 1

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
    """What turns that begin now are written down as. since: when they count from; renews: turns
    since then or before are over, and others may be taken; None: these are all there are."""

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
    """When somebody whose turns count from ``since``, and are all taken, has the next one; None:
    never."""
    if entry.rule == DAILY:
        return max(day_around(at, zone)[1], day_around(since, zone)[1])
    if entry.rule == HOURLY:
        return since + timedelta(hours=entry.hours)
    return None


def sentence(entry: EntryRule, asked: Set[str], field: str = "") -> Words:
    """The rule as visitors read it; nothing where there is none. asked: ``email``, ``phone``, what
    the card's form asks for; field: what it calls the field that is counted, if one is."""
    whom = Words("“%(field)s”", field=field) if field else _whom(entry, asked)
    if entry.limits and entry.turns > 1:
        return _several(entry, whom)
    if entry.rule == DAILY:
        return Words("One turn a day for each %(whom)s.", whom=whom)
    if entry.rule == HOURLY and entry.hours == 1:
        return Words("One turn an hour for each %(whom)s.", whom=whom)
    if entry.rule == HOURLY:
        return Words(
            "One turn every %(hours)s hours for each %(whom)s.", hours=entry.hours, whom=whom
        )
    return Words("One turn for each %(whom)s.", whom=whom) if entry.limits else NOTHING


def _several(entry: EntryRule, whom: Words) -> Words:
    turns = entry.turns
    if entry.rule == DAILY:
        return Words("%(turns)s turns a day for each %(whom)s.", turns=turns, whom=whom)
    if entry.rule == HOURLY and entry.hours == 1:
        return Words("%(turns)s turns an hour for each %(whom)s.", turns=turns, whom=whom)
    if entry.rule == HOURLY:
        return Words(
            "%(turns)s turns every %(hours)s hours for each %(whom)s.",
            turns=turns,
            hours=entry.hours,
            whom=whom,
        )
    return Words("%(turns)s turns for each %(whom)s.", turns=turns, whom=whom)


def _whom(entry: EntryRule, asked: Set[str]) -> Words:
    if not entry.counts_addresses or not asked:
        return Words("visitor")
    if len(asked) > 1:
        return Words("email address and phone number")
    return Words("email address") if "email" in asked else Words("phone number")
