"""When a hub or a card is open. Its times are wall times of the hub's zone, read as somebody who
goes by a clock on the wall there: a time that the clock skips is the moment at which it jumps; of a
time that comes twice, what opens then opens the first time, and what closes closes the second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

GRACE = timedelta(minutes=15)
"""How long a play that was begun in time may go on after the closing."""
_YEARS = range(2000, 2200)
_CLOSEST = timedelta(seconds=1)


@dataclass(frozen=True)
class Opening:
    """opens_at, closes_at: ``2026-12-04T18:00``, wall time of the hub's zone; empty: always, never.
    closed_text, closed_url: what visitors read after the closing, and where they may go on."""

    opens_at: str = ""
    closes_at: str = ""
    closed_text: str = ""
    closed_url: str = ""


ALWAYS = Opening()


class State(StrEnum):
    """Where now stands among the times."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True)
class Times:
    """The moments (UTC) of an opening; None: none."""

    opens: datetime | None = None
    closes: datetime | None = None

    def state(self, at: datetime) -> State:
        """The state at this moment; the moment of closing is closed."""
        if self.closes is not None and at >= self.closes:
            return State.AFTER
        return State.BEFORE if self.opens is not None and at < self.opens else State.OPEN

    def lets_end(self, begun: datetime, at: datetime) -> bool:
        """A play that was begun then may still go on, though this is not open: in its grace after
        the closing, or after its beginning where the opening was put off meanwhile."""
        if self.state(at) is State.BEFORE:
            return at < begun + GRACE
        return self.closes is None or begun < self.closes and at < self.closes + GRACE


def wall_time(typed: str) -> str | None:
    """A typed time as it is stored, to the minute; None when it is none between 2000 and 2199."""
    try:
        found = datetime.fromisoformat(typed.strip())
    except ValueError:
        return None
    if found.year not in _YEARS or found.tzinfo is not None:
        return None
    return found.strftime("%Y-%m-%dT%H:%M")


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def times_of(opening: Opening, zone: str) -> Times:
    """The moments of an opening in a zone. Remembered: each page asks for each card's."""
    where = zone_of(zone)
    return Times(
        _moment(opening.opens_at, where, second=False),
        _moment(opening.closes_at, where, second=True),
    )


def next_change(times: Iterable[Times], at: datetime) -> datetime | None:
    """The next moment at which one of them opens or closes; None: never again."""
    moments = [moment for each in times for moment in (each.opens, each.closes)]
    return min((each for each in moments if each is not None and each > at), default=None)


def day_around(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The moments (UTC) at which the day of this moment begins in a zone, and the next one does."""
    where = zone_of(zone)
    today = datetime.combine(at.astimezone(where).date(), time())
    tomorrow = today + timedelta(days=1)
    return _read(today, where, second=False), _read(tomorrow, where, second=False)


def _moment(wall: str, zone: ZoneInfo, second: bool) -> datetime | None:
    stored = wall_time(wall)
    return _read(datetime.fromisoformat(stored), zone, second) if stored else None


def _read(local: datetime, zone: ZoneInfo, second: bool) -> datetime:
    # PEP 495: of a time that comes twice, fold 0 is the first; of one that is skipped, fold 0 reads
    # it by the clock of before the jump, and so falls after it.
    early, late = (
        local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (int(second), 0)
    )
    if early.astimezone(zone).replace(tzinfo=None) == local:
        return early
    return _jump(local.replace(tzinfo=zone, fold=1).astimezone(UTC), late, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between these two at which the clock of the zone jumps."""
    there = after.astimezone(zone).utcoffset()
    while after - before > _CLOSEST:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == there:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
