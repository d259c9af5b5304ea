"""Every fault of CONTRACT 6 in random order: nothing lost, attributes right in the end, events
twice only where the outcome was unknown."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from hubapp import create_app
from hubapp.core import retrying
from hubapp.extensions import db
from hubapp.models import ConnectionLane
from hubapp.services.delivery import holds, settle
from hubapp.work import sweep
from tests.support.application import _running, connect, make_hub, settings_for
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows

PEOPLE = 300
COUNT = int(os.environ.get("DRILL_FAULTS", "1200"))
"""Submissions; ``make drills`` sends 10,000."""


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_fault_in_random_order(request, tmp_path, monkeypatch, database, seed):
    count = COUNT
    # The same waits, only shorter: what is drilled is the order of things, not our patience.
    monkeypatch.setattr(holds, "PROBE_EVERY", timedelta(seconds=0.3))
    monkeypatch.setattr(settle, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(retrying, "LONGEST_DELAY", 0.5)
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    with chaos(seed, faulty=0.4, slow=1.2) as endpoint:
        settings = settings_for(
            tmp_path, url, braze_extra_endpoints=endpoint.url, send_timeout_seconds=0.8
        )
        for _app in _running(create_app(settings)):
            connection = connect(make_hub(endpoint.url, connect=False), endpoint.url)
            connect_crowd(connection)
            deadline = time.monotonic() + 240
            for begin in range(0, count, 100):
                accept(connection, range(begin, begin + 100), PEOPLE)
                sweep.sweep()
            while open_rows() and time.monotonic() < deadline:
                sweep.sweep()
                time.sleep(0.02)
            truth = endpoint.truth()
            ended = check(count, PEOPLE, truth)
            assert sum(truth[4].values()) > 10, "hardly any fault was played"
            assert ended["delivered"] > count * 0.8
            assert db.session.query(ConnectionLane).count() > 0
            print(f"{database}, {count} submissions: {dict(ended)}, faults {truth[4]}")
