"""Two hubs send the same person with two accounts that have one key, while workers are killed; in
the middle the accounts are joined: nothing is lost or doubled, and from then on nothing older comes
after something newer."""

from __future__ import annotations

import time

import pytest

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Connection, Workspace
from hubapp.services.integrations import switching
from tests.drills.test_kills import environment_of
from tests.support.application import connect, make_hub
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows
from tests.support.factories import ConnectionFactory, HubFactory
from tests.support.fleet import Fleet

pytestmark = pytest.mark.journey
SUBMISSIONS, EVERY = 120, 20
"""A worker is killed after each so many."""


def seconds_until(is_so, most: float = 90) -> None:
    begun = time.monotonic()
    while not is_so() and time.monotonic() - begun < most:
        time.sleep(0.2)
    assert is_so()


def test_twins_joined_under_kills_keep_a_persons_order(on_both_disks, live_queue):
    with chaos() as endpoint:
        on_both_disks.extensions["settings"].braze_extra_endpoints = endpoint.url
        first = connect(make_hub(endpoint.url, connect=False), endpoint.url)
        workspace = db.session.get_one(Workspace, first.account.workspace_id)
        other = HubFactory(workspace=workspace)
        second = ConnectionFactory(hub=other, endpoint=endpoint.url)
        for each in (first, second):
            connect_crowd(each)
        before, into = first.account_id, second.account_id
        fleet = Fleet(2, environment_of(on_both_disks))

        def send(numbers: range) -> None:
            for number in numbers:
                accept((first, second)[number % 2], [number], people=1)
                time.sleep(0.02)
                if number % EVERY == EVERY - 1:
                    fleet.kill_one()

        def is_joined() -> bool:
            db.session.expire_all()
            found = db.session.get_one(Connection, first.id).moves_from is None
            end_reading()
            return found

        try:
            send(range(SUBMISSIONS // 2))
            switching.join_accounts(workspace.id, before, into)
            send(range(SUBMISSIONS // 2, SUBMISSIONS - 10))
            seconds_until(is_joined)
            inverted = len(endpoint.truth()[2])
            send(range(SUBMISSIONS - 10, SUBMISSIONS))
            seconds_until(lambda: not open_rows())
        finally:
            fleet.stop()
        events, newest, late, *rest = endpoint.truth()
        ended = check(SUBMISSIONS, 1, (events, newest, late[inverted:], *rest))
    assert fleet.kills == SUBMISSIONS // EVERY
    assert first.account_id == second.account_id == into
    assert sum(ended.values()) == SUBMISSIONS
