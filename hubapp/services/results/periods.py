"""Which days of a hub the figures are of, by the hub's clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select

from hubapp.core.reading import day
from hubapp.core.time_zones import UTC_NAME
from hubapp.extensions import db
from hubapp.models import Hub, HubVersion
from hubapp.services.editing import snapshot_of_version

DAYS = 28
"""Shown when nobody asks for others."""
MOST_DAYS, MOST_DAYS_BY_HOUR = 366, 14
"""In one picture."""
_FIRST = date(2000, 1, 1)
"""Nothing is older; and before, zones had odd seconds."""


@dataclass(frozen=True)
class Period:
    """begin, end: the first and the last day; hours: told by hour, else by day. cut: more days were
    asked for than are shown."""

    begin: date
    end: date
    zone: tzinfo
    hours: bool = False
    cut: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], zone: tzinfo, now: datetime) -> Period:
        """From a link; what makes no sense is left out. Of too many days the last are taken."""
        hours = given.get("by") == "hour"
        most = MOST_DAYS_BY_HOUR if hours else MOST_DAYS
        today = now.astimezone(zone).date()
        end = max(day(given.get("end", "")) or today, _FIRST)
        default = end - timedelta(days=(1 if hours else DAYS) - 1)
        begin = max(day(given.get("begin", "")) or default, _FIRST)
        if begin > end:
            begin, end = end, begin
        if (end - begin).days >= most:
            return cls(end - timedelta(days=most - 1), end, zone, hours, cut=True)
        return cls(begin, end, zone, hours)

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.begin).days + 1

    def before(self) -> Period:
        """As many days just before."""
        length = timedelta(days=self.days)
        return Period(self.begin - length, self.end - length, self.zone, self.hours)

    def query(self) -> dict[str, str]:
        """For links: the same period on another page."""
        found = {"begin": self.begin.isoformat(), "end": self.end.isoformat()}
        return found | ({"by": "hour"} if self.hours else {})

    def instants(self) -> tuple[datetime, datetime]:
        """From when to before when."""
        return self._midnight(self.begin), self._midnight(self.end + timedelta(days=1))

    def bounds(self) -> list[datetime]:
        """Where each day or hour begins, and the end. A day on which clocks are changed has 23 or
        25 hours."""
        begin, end = self.instants()
        if not self.hours:
            days = (self.begin + timedelta(days=each) for each in range(self.days))
            return [*(self._midnight(each) for each in days), end]
        whole = int((end - begin) / timedelta(hours=1))
        return [*(begin + timedelta(hours=each) for each in range(whole)), end]

    def label(self, at: datetime) -> str:
        """A day, or an hour, as the hub's clocks say it."""
        there = at.astimezone(self.zone)
        return there.strftime("%Y-%m-%d %H:%M") if self.hours else there.date().isoformat()

    def _midnight(self, at: date) -> datetime:
        return midnight(at, self.zone)


def midnight(at: date, zone: tzinfo) -> datetime:
    """When a day begins by these clocks, UTC; of days before there was anything, the first."""
    return datetime.combine(max(at, _FIRST), time(), zone).astimezone(UTC)


def zone_of_hub(hub: Hub) -> str:
    """By which clocks a hub's days are told: as it was published last."""
    newest = select(func.max(HubVersion.id)).where(HubVersion.hub_id == hub.id)
    version_id = hub.live_version_id or db.session.scalar(newest)
    return snapshot_of_version(version_id).time_zone if version_id else UTC_NAME
