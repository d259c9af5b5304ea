"""Held endpoints that stay silent hold up nothing: real sockets, a real queue and a real worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from hubapp.doors import queue
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Account
from hubapp.models.columns import now
from hubapp.work.errands import THREADS
from tests.support.application import make_hub
from tests.support.deliveries import add
from tests.support.factories import ConnectionFactory

SILENT = 20
TIMEOUT = 6


@pytest.fixture
def silent() -> Iterator[str]:
    """An endpoint that takes every connection and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(100)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def worker(on_disk, sandbox, silent, live_queue) -> Iterator[list]:
    """Starts a worker of this database when asked; ends it afterwards."""
    settings, started = on_disk.extensions["settings"], []
    environment = {
        **os.environ,
        "HUBAPP_SECRET_KEY": settings.secret_key,
        "HUBAPP_DATA_DIR": str(settings.data_dir),
        "HUBAPP_DATABASE_URL": str(db.engine.url),
        "HUBAPP_ENCRYPTION_KEYS": settings.encryption_keys,
        "HUBAPP_BRAZE_EXTRA_ENDPOINTS": f"{sandbox.url},{silent}",
        "HUBAPP_SEND_TIMEOUT_SECONDS": str(TIMEOUT),
        "HUBAPP_SWEEP_SECONDS": "0.2",
        "HUBAPP_LOG_LEVEL": "error",
    }

    def start() -> subprocess.Popen:
        command = [sys.executable, "-m", "hubapp.work.worker"]
        started.append(subprocess.Popen(command, env=environment))
        return started[0]

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        process.wait(10)
        # Nor do they hold up its end.
        assert time.monotonic() - begun < TIMEOUT


def until(true, seconds: float) -> float:
    """Wait for it; how long that took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


def test_twenty_silent_endpoints_hold_up_no_due_lane_and_no_heartbeat(
    worker, sandbox, silent, live_queue
):
    held = [ConnectionFactory(endpoint=silent) for _ in range(SILENT)]
    ids, hub = [each.account_id for each in held], make_hub(sandbox.url)
    with transaction() as session:
        session.execute(
            update(Account)
            .where(Account.id.in_(ids))
            .values(state="held", held_at=now(), told_at=now(), probe_at=now())
        )
    worker()
    end_reading()
    until(lambda: _tried(ids) >= min(SILENT, THREADS), 20)
    # From here on every thread that tries them waits for an answer, and more are to be tried.
    add(hub, "ana@example.com")
    took = until(lambda: sandbox.profile("email:ana@example.com"), 2)
    assert queue.workers() == 1
    live_queue.delete(*live_queue.keys(f"{queue._UP}*"))
    until(lambda: queue.workers() == 1, 4)
    print(f"the due lane was sent after {took:.2f} s, {_tried(ids)} of {SILENT} tried")


def _tried(ids: list[int]) -> int:
    """How many of these have been taken for a try, answered or not."""
    query = select(Account.id).where(Account.id.in_(ids), Account.probe_at > now())
    found = len(db.session.scalars(query).all())
    end_reading()
    return found
