"""Only what changed: which values of a record the destination has confirmed already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import orjson

from hubapp.core.mapping import Record

Known = dict[str, list[Any]]
"""Target -> [hash of the confirmed value, its place in the person's story]. An empty target stands
for the person itself. Places only say what came later; they are no times, for clocks step."""
PERSON = ""
DOUBT = "?"
_DOUBTED = [DOUBT, 0]


def person_mark(person_key: str) -> str:
    """A person's key as it is kept beside confirmed values: nobody can be read from it."""
    return hashlib.blake2b(person_key.encode(), digest_size=16).hexdigest()


def mark(value: Any) -> str:
    """A value as it is kept: enough to see that another is the same."""
    return hashlib.blake2b(orjson.dumps(value), digest_size=8).hexdigest()


def reduced(
    record: Record, place: int, known: Known, keeps: Callable[[str], bool], whole: bool
) -> tuple[Record, int]:
    """The record without what need not be sent, and how many values were left out as unchanged.

    What the destination has confirmed of a later place is left out always, or an old submission
    that is sent again would undo a newer one. whole: leave nothing out as unchanged, for example
    because an earlier try may have left its mark there.
    """
    if not known or record.trigger is not None:
        # A message needs all that it says.
        return record, 0
    values, saved = {}, 0
    for target, value in record.values.items():
        confirmed = known.get(target) if keeps(target) else None
        if confirmed is not None and confirmed[1] > place:
            continue
        told_before = confirmed is not None and confirmed[0] == mark(value)
        # A consent given again may have been taken back at the destination in between.
        if told_before and not whole and target not in record.once:
            saved += 1
        else:
            values[target] = value
    told = not whole and known.get(PERSON, _DOUBTED)[0] != DOUBT
    return replace(record, values=values, confirmed=told), saved


def confirm(known: Known, record: Record, place: int, keeps: Callable[[str], bool]) -> None:
    """The destination has accepted this record."""
    known[PERSON] = ["", place]
    for target, value in record.values.items():
        if keeps(target) and (target not in known or known[target][1] <= place):
            known[target] = [mark(value), place]


def since(place: int, known: Known) -> Known:
    """What is known, with doubt about all that was confirmed up to this place, for that was to
    somebody else. The places stay, so that nothing older overtakes."""
    if not place:
        return known
    return {
        target: value if value[1] > place else [DOUBT, value[1]] for target, value in known.items()
    }


def joined(one: Known, other: Known) -> Known:
    """What two of us know of one person at the same destination, who did not hear of each other:
    where they differ nobody knows which came last, so it is sent once more."""
    known: Known = {}
    for target in (*one, *(each for each in other if each not in one)):
        mine, theirs = one.get(target), other.get(target)
        if mine is None or theirs is None:
            known[target] = list(mine or theirs or _DOUBTED)
        else:
            same = mine[0] == theirs[0]
            known[target] = [mine[0] if same else DOUBT, max(mine[1], theirs[1])]
    return known


def doubt(known: Known, values: Iterable[str]) -> None:
    """Nobody knows any more what the destination has at these targets."""
    for target in (*values, PERSON):
        if target in known:
            # The place stays: an older value must not overtake this one later.
            known[target] = [DOUBT, known[target][1]]


def is_empty(record: Record) -> bool:
    """Nothing of it needs sending."""
    nothing = not record.values and not record.event_name and record.trigger is None
    return record.confirmed and nothing
