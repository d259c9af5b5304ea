"""How much and how fast."""

from __future__ import annotations

import json

import pytest

from hubapp.core.destination import Rate
from hubapp.destinations.braze.limits import BATCHES, clean_limits, limit_of, rates_of
from hubapp.destinations.braze.payload import LARGEST_OBJECT, Limit, body_of
from tests.destinations.braze.examples import record


@pytest.mark.parametrize(
    ("posted", "settings"),
    [
        ({}, {}),
        ({"batch": "75", "burst": "3000", "hourly": ""}, {}),
        ({"batch": "50"}, {"batch": "50"}),
        ({"batch": "legacy"}, {"batch": "legacy"}),
        ({"batch": "1000"}, {}),
        ({"burst": " 3,000 "}, {}),
        ({"burst": "1,500", "hourly": "250000"}, {"burst": 1500, "hourly": 250000}),
        ({"hourly": "1"}, {"hourly": 1}),
        ({"hourly": "100,000,000"}, {"hourly": 100_000_000}),
    ],
)
def test_only_what_differs_from_the_defaults_is_kept(posted, settings):
    assert clean_limits(posted) == (settings, [])


@pytest.mark.parametrize("name", ["burst", "hourly"])
@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "many", "1e3", "²", "٣", "100000001", "9" * 5000]
)
def test_a_rate_is_a_whole_number_of_requests(name, text):
    settings, problems = clean_limits({name: text})
    assert settings == {}
    assert [each.where for each in problems] == [name]
    assert "whole number" in str(problems[0].sentence)


@pytest.mark.parametrize(
    ("batch", "limit"),
    [(None, Limit(75)), ("50", Limit(50)), ("legacy", Limit(75, each=True))],
)
def test_a_batch_is_as_large_as_the_contract_allows(batch, limit):
    assert limit_of({"batch": batch} if batch else {}) == limit


@pytest.mark.parametrize("batch", [key for key, _ in BATCHES])
def test_every_batch_that_is_offered_can_be_chosen(batch):
    settings, problems = clean_limits({"batch": batch})
    assert problems == []
    assert limit_of(settings).objects <= 75


@pytest.mark.parametrize(
    ("settings", "rates"),
    [
        ({}, [Rate(3000, 3)]),
        ({"burst": 10}, [Rate(10, 3)]),
        ({"burst": 10, "hourly": 500}, [Rate(10, 3), Rate(500, 3600)]),
        ({"hourly": 0}, [Rate(3000, 3)]),
    ],
)
def test_the_burst_holds_always_and_the_hour_when_it_is_set(settings, rates):
    assert rates_of(settings) == rates


def test_what_two_submissions_of_one_person_say_never_outgrows_one_object():
    one = record(**{f"custom__first{at}": "x" * 255 for at in range(250)})
    other = record(**{f"custom__second{at}": "x" * 255 for at in range(250)})
    first = body_of([one, other], Limit())
    assert len(first.placements) == 1
    assert len(body_of([one, one], Limit()).placements) == 2
    assert (
        len(json.dumps(json.loads(first.encoded())["attributes"][0], separators=(",", ":")))
        <= LARGEST_OBJECT
    )
