"""Counters of a card: exact, and nobody waits for somebody else's vote on PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Tally
from hubapp.services.visiting import tallies
from tests.support.factories import HubFactory

SECONDS = 30


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(Tally))


def test_every_vote_counts_once_wherever_it_stands(both):
    hub = HubFactory()
    with transaction():
        for _ in range(100):
            tallies.add_to_tally(hub.id, "poll", ["beach"])
        tallies.add_to_tally(hub.id, "poll", ["lake", "beach"])
        tallies.add_to_tally(hub.id, "other", ["beach"])
    assert tallies.tally_of(hub.id, "poll") == {"beach": 101, "lake": 1}
    many = db.engine.dialect.name == "postgresql"
    assert (3 < rows() <= 2 * tallies.SHARDS + 1) if many else rows() == 3


def test_nobody_yet(both):
    assert tallies.tally_of(HubFactory().id, "poll") == {}


@pytest.fixture
def hub_id(on_both_disks) -> int:
    return HubFactory().id


def test_whoever_has_not_yet_committed_keeps_nobody_waiting(on_both_disks, hub_id, monkeypatch):
    shards = iter([3, 5])
    monkeypatch.setattr(tallies, "randbelow", lambda _most: next(shards))
    holds, may_commit, done = (threading.Event() for _ in range(3))

    def slow() -> None:
        with on_both_disks.app_context(), transaction():
            tallies.add_to_tally(hub_id, "poll", ["beach"])
            holds.set()
            may_commit.wait(SECONDS)

    def quick() -> None:
        with on_both_disks.app_context(), transaction():
            tallies.add_to_tally(hub_id, "poll", ["beach"])
        done.set()

    threads = [threading.Thread(target=each) for each in (slow, quick)]
    threads[0].start()
    assert holds.wait(SECONDS)
    threads[1].start()
    if db.engine.dialect.name == "postgresql":
        assert done.wait(SECONDS), "it waits for another's vote"
    may_commit.set()
    for each in threads:
        each.join(SECONDS)
    end_reading()
    assert tallies.tally_of(hub_id, "poll") == {"beach": 2}
