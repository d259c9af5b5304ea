"""The time zones that a marketer may choose from."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from hubapp.core.languages import DEFAULT, spoken

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"),
    *("Indian", "Pacific"),
)
UTC_NAME = "UTC"


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """IANA names of places, by name, with UTC first. Without the names of other habits
    (``US/Eastern``, ``Etc/GMT+5``), whose places are all among these."""
    places = (each for each in available_timezones() if each.partition("/")[0] in _REGIONS)
    return (UTC_NAME, *sorted(each for each in places if "/" in each))


def place_in(zone: str, language: str = "en") -> str:
    """The place that a zone is called after, in a language: ``Buenos Aires``."""
    language = spoken(language)
    if language != DEFAULT and zone in time_zones():
        zone = str(get_timezone_location(zone, locale=language, return_city=True))
    return zone.rpartition("/")[2].replace("_", " ")
