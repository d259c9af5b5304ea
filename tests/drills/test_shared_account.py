"""Two hubs send the same person with one account while workers are killed: the last value stands,
and nothing that was told earlier comes after it."""

from __future__ import annotations

import time

import pytest

from tests.drills.test_kills import environment_of
from tests.support.application import connect, make_hub
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows
from tests.support.factories import ConnectionFactory
from tests.support.fleet import Fleet

pytestmark = pytest.mark.journey
SUBMISSIONS, EVERY = 200, 25
"""A worker is killed after each so many."""


def test_two_hubs_of_one_account_keep_a_persons_order(on_both_disks, live_queue):
    with chaos() as endpoint:
        on_both_disks.extensions["settings"].braze_extra_endpoints = endpoint.url
        first = connect(make_hub(endpoint.url, connect=False), endpoint.url)
        other = make_hub(endpoint.url, connect=False)
        second = ConnectionFactory(hub=other, endpoint=endpoint.url, account=first.account)
        for each in (first, second):
            connect_crowd(each)
        fleet = Fleet(2, environment_of(on_both_disks))
        try:
            for number in range(SUBMISSIONS):
                accept((first, second)[number % 2], [number], people=1)
                time.sleep(0.02)
                if number % EVERY == EVERY - 1:
                    fleet.kill_one()
            begun = time.monotonic()
            while open_rows() and time.monotonic() - begun < 60:
                time.sleep(0.3)
        finally:
            fleet.stop()
        ended = check(SUBMISSIONS, 1, endpoint.truth())
    assert fleet.kills == SUBMISSIONS // EVERY
    assert first.account_id == second.account_id
    assert sum(ended.values()) == SUBMISSIONS
