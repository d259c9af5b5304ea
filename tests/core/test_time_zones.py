"""The zones that a marketer may choose from."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("language", "place"),
    [("en", "Cairo"), ("de", "Kairo"), ("ko", "카이로"), ("ar", "القاهرة"), ("tlh", "Cairo")],
)
def test_a_place_is_called_as_a_language_calls_it(language, place):
    assert place_in("Africa/Cairo", language) == place


def test_a_zone_that_is_no_more_keeps_the_place_in_its_name():
    assert place_in("Old/Far_Away", "de") == "Far Away"
