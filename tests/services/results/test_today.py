"""Entries of today."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from hubapp.doors.database import transaction
from hubapp.services.results import rollups, today
from hubapp.services.results.rollups import Counted
from tests.support.factories import HubFactory


def test_a_hubs_day_begins_at_its_own_midnight(both):
    sydney, lisbon, none = (HubFactory().id for _ in range(3))
    # Midnight in Sydney is 13:00 UTC of the day before.
    times = [datetime(2026, 12, 1, 12, 59, tzinfo=UTC), datetime(2026, 12, 1, 13, tzinfo=UTC)]
    with transaction() as session:
        for hub_id in (sydney, lisbon):
            for at in times:
                rollups.add(session, {Counted(hub_id, "card", at, "submitted"): 2})
                rollups.add(session, {Counted(hub_id, "card", at, "viewed"): 9})
    with time_machine.travel("2026-12-01 20:00Z", tick=False):
        found = today.entries_today(
            {sydney: "Australia/Sydney", lisbon: "Europe/Lisbon", none: "UTC"}
        )
    assert (found[sydney], found[lisbon], found[none]) == (2, 4, 0)


def test_of_no_hub_nothing_is_asked(both):
    assert not today.entries_today({})
