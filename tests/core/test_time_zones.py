"""The zones that a marketer may choose from."""

from __future__ import annotations

from hubapp.core.opening import zone_of
from hubapp.core.time_zones import place_in, time_zones


def test_places_are_offered_after_utc_and_each_is_known():
    zones = time_zones()
    assert zones[0] == "UTC"
    assert {"Australia/Sydney", "Europe/Berlin", "America/Argentina/Buenos_Aires"} < set(zones)
    assert [each for each in zones if zone_of(each).key != each] == []
    assert not [each for each in zones if each.startswith(("Etc/", "US/", "posix"))]


def test_a_zone_is_called_after_its_place():
    assert place_in("America/Argentina/Buenos_Aires") == "Buenos Aires"
