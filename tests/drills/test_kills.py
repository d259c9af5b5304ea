"""SIGKILL random workers under load, wipe the queue, restart the database: nothing is lost, nothing
unexplained, nobody's order inverted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from tests.support.application import connect, make_hub
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows
from tests.support.fleet import Fleet

pytestmark = pytest.mark.journey
PEOPLE = 400
KILLS = int(os.environ.get("DRILL_KILLS", "12"))
"""``make drills`` kills 100 times."""


@pytest.fixture
def crash(request, on_both_disks) -> Callable[[], None]:
    """Restarts the database, if it is a server."""
    if db.engine.dialect.name == "sqlite":
        return lambda: None
    server = request.getfixturevalue("postgres")

    def restart() -> None:
        end_reading()
        server.restart()

    return restart


def test_kills_under_load(on_both_disks, live_queue, crash):
    with chaos() as endpoint:
        settings = on_both_disks.extensions["settings"]
        settings.braze_extra_endpoints = endpoint.url
        connection = connect(make_hub(endpoint.url, connect=False), endpoint.url, lanes=16)
        connect_crowd(connection)
        fleet = Fleet(3, environment_of(on_both_disks))
        try:
            count = load(fleet, connection, crash)
            begun = time.monotonic()
            while open_rows() and time.monotonic() - begun < 60:
                time.sleep(0.3)
            seconds = time.monotonic() - begun
        finally:
            fleet.stop()
        ended = check(count, PEOPLE, endpoint.truth())
    assert fleet.kills == KILLS
    name = db.engine.dialect.name
    print(f"{name}, {KILLS} kills: {count} accepted, {dict(ended)}, {seconds:.1f} s after the last")


def environment_of(app) -> dict[str, str]:
    """What a worker of this app is started with."""
    settings = app.extensions["settings"]
    return {
        "HUBAPP_DATA_DIR": str(settings.data_dir),
        "HUBAPP_DATABASE_URL": settings.database,
        "HUBAPP_REDIS_URL": os.environ["HUBAPP_REDIS_URL"],
        "HUBAPP_SECRET_KEY": settings.secret_key,
        "HUBAPP_ENCRYPTION_KEYS": settings.encryption_keys,
        "HUBAPP_BRAZE_EXTRA_ENDPOINTS": settings.braze_extra_endpoints,
        "HUBAPP_LEASE_SECONDS": "3",
        "HUBAPP_SEND_TIMEOUT_SECONDS": "2",
        "HUBAPP_SWEEP_SECONDS": "0.5",
    }


def load(fleet: Fleet, connection, crash) -> int:
    """Accept without a pause while workers die; wipe the queue and restart the database between.
    Returns how many were accepted."""
    number = 0
    for kill in range(KILLS):
        until = time.monotonic() + fleet.chance.uniform(0.1, 0.8)
        while time.monotonic() < until:
            accept(connection, range(number, number + 10), PEOPLE)
            number += 10
            time.sleep(0.02)
        fleet.kill_one()
        if kill % 5 == 3:
            fleet.wipe_queue()
        if kill == KILLS // 2:
            crash()
    return number
