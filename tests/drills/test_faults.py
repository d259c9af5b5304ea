"""Every fault of CONTRACT 6 in random order: nothing lost, attributes right in the end, events
twice only where the outcome was unknown."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from hubapp.core import retrying
from hubapp.extensions import db
from hubapp.models import AccountLane
from hubapp.services.delivery import holds, settle
from hubapp.work import sweep
from tests.support.application import connect, make_hub
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows

PEOPLE = 300
COUNT = int(os.environ.get("DRILL_FAULTS", "1200"))
"""Submissions; ``make drills`` sends 10,000."""


@pytest.mark.parametrize("seed", [1, 2])
def test_every_fault_in_random_order(on_both_disks, monkeypatch, seed):
    # The same waits, only shorter: what is drilled is the order of things, not our patience.
    monkeypatch.setattr(holds, "PROBE_EVERY", timedelta(seconds=0.3))
    monkeypatch.setattr(settle, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(retrying, "LONGEST_DELAY", 0.5)
    settings = on_both_disks.extensions["settings"]
    with chaos(seed, faulty=0.4, slow=1.2) as endpoint:
        settings.braze_extra_endpoints, settings.send_timeout_seconds = endpoint.url, 0.8
        connection = connect(make_hub(endpoint.url, connect=False), endpoint.url)
        connect_crowd(connection)
        for begin in range(0, COUNT, 100):
            accept(connection, range(begin, begin + 100), PEOPLE)
            sweep.sweep()
        deadline = time.monotonic() + 240
        while open_rows() and time.monotonic() < deadline:
            sweep.sweep()
            time.sleep(0.02)
        truth = endpoint.truth()
        ended = check(COUNT, PEOPLE, truth)
        assert sum(truth[4].values()) > 10, "hardly any fault was played"
        assert ended["delivered"] > COUNT * 0.8
        assert db.session.query(AccountLane).count() > 0
        print(f"{db.engine.dialect.name}, {COUNT} submissions: {dict(ended)}, faults {truth[4]}")
