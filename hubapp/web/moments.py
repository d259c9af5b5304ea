"""Moments for people in the time zone of a hub: ``Friday 18:00``, ``4 Dec 2026 18:00 Sydney
time``."""

from __future__ import annotations

from datetime import datetime, timedelta

from hubapp.core.opening import zone_of
from hubapp.core.time_zones import UTC_NAME, place_in
from hubapp.core.words import Words
from hubapp.web.words import MONTHS

_WEEKDAYS = (
    Words("Monday"),
    Words("Tuesday"),
    Words("Wednesday"),
    Words("Thursday"),
    Words("Friday"),
    Words("Saturday"),
    Words("Sunday"),
)
_SOON = timedelta(days=6)
"""Within it a weekday says which day is meant."""


def soon(moment: datetime, zone: str, now: datetime) -> Words:
    """A moment that is to come, as people name it: ``today 18:00``, ``Friday 18:00``."""
    there, here = moment.astimezone(zone_of(zone)), now.astimezone(zone_of(zone))
    clock, days = there.strftime("%H:%M"), there.date() - here.date()
    if not days:
        return Words("today %(clock)s", clock=clock)
    if days == timedelta(days=1):
        return Words("tomorrow %(clock)s", clock=clock)
    if timedelta() < days <= _SOON:
        return Words("%(day)s %(clock)s", day=_WEEKDAYS[there.weekday()], clock=clock)
    return dated(moment, zone)


def dated(moment: datetime, zone: str) -> Words:
    """A moment by its date: ``4 Dec 2026 18:00``."""
    there = moment.astimezone(zone_of(zone))
    return Words(
        "%(day)s %(month)s %(year)s %(clock)s",
        day=there.day,
        month=MONTHS[there.month - 1],
        year=there.year,
        clock=there.strftime("%H:%M"),
    )


def in_zone(said: Words, zone: str, language: str) -> Words:
    """With the zone that it is meant in, whose place is said in a language: ``Friday 18:00 Sydney
    time``."""
    if zone == UTC_NAME:
        return Words("%(when)s UTC", when=said)
    return Words("%(when)s %(place)s time", when=said, place=place_in(zone, language))


def clocks_of(zone: str, language: str) -> Words:
    """Which clocks are meant: ``Sydney time``."""
    if zone == UTC_NAME:
        return Words("UTC")
    return Words("%(place)s time", place=place_in(zone, language))
