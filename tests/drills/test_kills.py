"""SIGKILL random workers under load, wipe the queue, restart the database: nothing is lost, nothing
unexplained, nobody's order inverted."""

from __future__ import annotations

import os
import time

import pytest

from hubapp import create_app
from hubapp.doors import queue
from hubapp.extensions import db
from tests.support.application import _running, connect, make_hub, settings_for
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows
from tests.support.fleet import Fleet
from tests.support.servers import restart_postgres

pytestmark = pytest.mark.journey
PEOPLE = 400
KILLS = int(os.environ.get("DRILL_KILLS", "30"))
"""``make drills`` kills 100 times."""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kills_under_load(request, tmp_path, monkeypatch, valkey_url, database):
    seen = kill_under_load(request, tmp_path, monkeypatch, valkey_url, database, KILLS)
    print(f"{database}, {KILLS} kills: {seen}")


def kill_under_load(request, tmp_path, monkeypatch, valkey_url, database, kills) -> dict:
    """The drill; returns what it saw."""
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    monkeypatch.setenv("HUBAPP_REDIS_URL", valkey_url)
    queue._connection.cache_clear()
    with chaos() as endpoint:
        settings = settings_for(
            tmp_path, url, braze_extra_endpoints=endpoint.url, lanes=16
        ).model_copy(update={"redis_url": valkey_url})
        environment = {
            "HUBAPP_DATA_DIR": str(tmp_path),
            "HUBAPP_DATABASE_URL": url,
            "HUBAPP_REDIS_URL": valkey_url,
            "HUBAPP_SECRET_KEY": settings.secret_key,
            "HUBAPP_ENCRYPTION_KEYS": settings.encryption_keys,
            "HUBAPP_BRAZE_EXTRA_ENDPOINTS": endpoint.url,
            "HUBAPP_LEASE_SECONDS": "3",
            "HUBAPP_SEND_TIMEOUT_SECONDS": "2",
            "HUBAPP_SWEEP_SECONDS": "0.5",
        }
        for _app in _running(create_app(settings)):
            connection = connect(make_hub(endpoint.url, connect=False), endpoint.url)
            connection.lanes = 16
            connect_crowd(connection)
            fleet = Fleet(3, environment)
            try:
                count = _load(fleet, connection, kills, url)
                begun = time.monotonic()
                while open_rows() and time.monotonic() - begun < 60:
                    time.sleep(0.3)
                seconds = time.monotonic() - begun
            finally:
                fleet.stop()
            ended = check(count, PEOPLE, endpoint.truth())
            assert fleet.kills == kills
            return {"accepted": count, **ended, "seconds_after_last_kill": round(seconds, 1)}
    raise AssertionError("not reached")


def _load(fleet: Fleet, connection, kills: int, url: str) -> int:
    """Accept without a pause while workers die; wipe the queue and restart the database between."""
    number = 0
    for kill in range(kills):
        until = time.monotonic() + fleet.chance.uniform(0.1, 0.8)
        while time.monotonic() < until:
            accept(connection, range(number, number + 10), PEOPLE)
            number += 10
            time.sleep(0.02)
        fleet.kill_one()
        if kill % 10 == 5:
            fleet.wipe_queue()
        if url and kill == kills // 2:
            db.session.commit()
            restart_postgres(url)
    return number
