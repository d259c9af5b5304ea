"""Only what changed: which values of a record the destination has confirmed already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from hubapp.core.mapping import Record
from hubapp.core.writing import ALWAYS, APPEND, FIRST

Known = dict[str, list[Any]]
"""Target -> [hash of the confirmed value, its place in the person's story]. An empty target stands
for the person itself. Places only say what came later; they are no times, for clocks step. Of a
list that is added to, the hash is ``ADDED``, and those of its elements stand behind the place where
they are known."""
PERSON = ""
DOUBT = "?"
ELSEWHERE = "-"
"""Perhaps nothing of ours stands there: it was told to somebody else, or taken away."""
ADDED = "+"
MOST_ADDED = 25
"""Elements that are remembered of a list, those added last: no more than the shortest list that a
destination keeps (CONTRACT 4.3), for what it dropped would never be added again. One that is
forgotten here may be added again, without harm."""
_DOUBTED = [DOUBT, 0]


def person_mark(person_key: str) -> str:
    """A person's key as it is kept beside confirmed values: nobody can be read from it."""
    return hashlib.blake2b(person_key.encode(), digest_size=16).hexdigest()


def mark(value: Any) -> str:
    """A value as it is kept: enough to see that another is the same."""
    return hashlib.blake2b(orjson.dumps(value), digest_size=8).hexdigest()


_NOTHING = mark(None)
_UNCHANGED = object()


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
        way = record.how.get(target, ALWAYS)
        if confirmed is not None and _gives_way(way, confirmed, place):
            saved += way == FIRST and _is_same(confirmed, value)
            continue
        # A consent given again may have been taken back at the destination in between.
        again = whole or target in record.once
        news = value if again or confirmed is None else _news(way, confirmed, value)
        if news is _UNCHANGED:
            saved += 1
        else:
            values[target] = news
    told = not whole and known.get(PERSON, _DOUBTED)[0] not in (DOUBT, ELSEWHERE)
    return replace(record, values=values, confirmed=told), saved


def confirm(
    known: Known,
    record: Record,
    place: int,
    keeps: Callable[[str], bool],
    sent: Mapping[str, Any] | None = None,
) -> None:
    """The destination has accepted this record. sent: what of it was sent, None: all. What was not
    sent of a list moved nowhere: it is the next that the destination drops."""
    known[PERSON] = ["", place]
    for target, value in record.values.items():
        before, way = known.get(target), record.how.get(target, ALWAYS)
        if keeps(target) and (before is None or not _gives_way(way, before, place)):
            added = value if sent is None or way != APPEND else sent.get(target, [])
            known[target] = _told(way, before, added, place)


def staying(
    record: Record, place: int, known: Known, keeps: Callable[[str], bool]
) -> tuple[str, ...]:
    """Targets of a record whose earlier answer stays, so that this one, another, is left out."""
    return tuple(
        target
        for target, value in record.values.items()
        if record.how.get(target) == FIRST and keeps(target) and target in known
        if _gives_way(FIRST, known[target], place) and not _is_same(known[target], value)
    )


def until_second(records: Sequence[Record]) -> int:
    """So many of these records may go in one request: a first answer waits until it is known what
    became of another value of that person there."""
    told: dict[tuple[str, str], Any] = {}
    for at, record in enumerate(records):
        for target, value in record.values.items():
            before = told.setdefault((record.person_key, target), value)
            if record.how.get(target) == FIRST and before != value:
                return at
            told[record.person_key, target] = value
    return len(records)


def _is_same(told: Sequence[Any], value: Any) -> bool:
    return bool(told[0] == mark(value))


def _gives_way(way: str, told: Sequence[Any], place: int) -> bool:
    """The value of this place is not to be written over what was told."""
    if way == FIRST:
        stands = told[0] not in (ELSEWHERE, _NOTHING)
        return bool(told[1] > place or (stands and told[1] != place))
    if way == APPEND and told[0] == ADDED:
        # What was told earlier is added as well: it takes nothing away.
        return False
    return bool(told[1] > place)


def _news(way: str, told: Sequence[Any], value: Any) -> Any:
    """What of a value is not there yet."""
    if way == APPEND and isinstance(value, list):
        there = _elements(told)
        return [each for each in value if mark(each) not in there] or _UNCHANGED
    return _UNCHANGED if _is_same(told, value) else value


def _told(way: str, before: Sequence[Any] | None, value: Any, place: int) -> list[Any]:
    if way != APPEND or not isinstance(value, list):
        return [mark(value), place]
    added = [mark(each) for each in value]
    earlier = [each for each in _elements(before or ()) if each not in added]
    latest = max(place, before[1]) if before else place
    return [ADDED, latest, [*earlier, *dict.fromkeys(added)][-MOST_ADDED:]]


def _elements(told: Sequence[Any]) -> list[str]:
    return list(told[2]) if len(told) > 2 else []


def since(place: int, known: Known) -> Known:
    """What is known, with doubt about all that was confirmed up to this place, for that was to
    somebody else. The places stay, so that nothing older overtakes; a list stays one, for what is
    added overtakes nothing."""
    if not place:
        return known
    return {
        target: told if told[1] > place else [ADDED if told[0] == ADDED else ELSEWHERE, told[1]]
        for target, told in known.items()
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
            known[target] = [_of_both(mine[0], theirs[0]), max(mine[1], theirs[1])]
    return known


def _of_both(mine: str, theirs: str) -> str:
    if mine == theirs:
        return mine
    if ADDED in (mine, theirs):
        return ADDED
    return ELSEWHERE if {mine, theirs} <= {ELSEWHERE, _NOTHING} else DOUBT


def doubt(known: Known, values: Iterable[str]) -> None:
    """Nobody knows any more what the destination has at these targets."""
    for target in (*values, PERSON):
        if target in known:
            # The place stays: an older value must not overtake this one later.
            known[target] = [_doubted(known[target][0]), known[target][1]]


def _doubted(told: str) -> str:
    """A list stays one, though nobody knows any more what is in it; where perhaps nothing stood,
    perhaps nothing stands."""
    if told == ADDED:
        return told
    return ELSEWHERE if told in (ELSEWHERE, _NOTHING) else DOUBT


def is_empty(record: Record) -> bool:
    """Nothing of it needs sending."""
    nothing = not record.values and not record.event_name and record.trigger is None
    return record.confirmed and nothing
