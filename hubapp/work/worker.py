"""The worker process: RQ jobs, and beside them the sweeper and the heartbeat."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time

import structlog
from flask import Flask

from hubapp import create_app
from hubapp.doors import queue
from hubapp.logs import to_lines
from hubapp.services import delivery
from hubapp.settings import read_settings
from hubapp.work import jobs, sweep
from hubapp.work.errands import Errands

log = structlog.get_logger()
_WITHOUT_QUEUE = 1.0
"""Seconds between tries to reach the queue."""
_BEAT = 2.0
"""Seconds between two heartbeats."""
_AT_THE_END = 2.0
"""Seconds that probes, mails and the sweep get when the worker is to stop."""


def _sweep_for_ever(app: Flask, pause: float, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            with app.app_context():
                sweep.sweep()
        except Exception as error:  # noqa: BLE001 - the sweeper outlives every error
            log.error("sweep failed", error=type(error).__name__)
        stopped.wait(pause)


def _beat_for_ever(pause: float, stopped: threading.Event) -> None:
    """Say that this worker is up, however long a round of the sweep takes."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    while not stopped.is_set():
        queue.note_worker(name)
        stopped.wait(pause)


def _take_jobs(drains: jobs.Drains) -> None:
    while not delivery.stopping.is_set():
        try:
            queue.work_until_stopped(delivery.stopping.set, drains.ready)
            break
        except queue.RedisError:
            # The sweeper delivers by itself while the queue is away.
            log.warning("queue away, trying again")
            time.sleep(_WITHOUT_QUEUE)


def main() -> int:
    """Work until SIGTERM or SIGINT."""
    settings = read_settings()
    to_lines(settings.log_level)
    app = create_app()
    drains, errands = jobs.Drains(app, settings.worker_threads), Errands(app)
    jobs.use(drains, errands)
    stopped = threading.Event()
    sweeper = threading.Thread(
        target=_sweep_for_ever, args=(app, settings.sweep_seconds, stopped), daemon=True
    )
    sweeper.start()
    threading.Thread(target=_beat_for_ever, args=(_BEAT, stopped), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _take_jobs(drains)
    finally:
        stopped.set()
        drains.finish()
        sweeper.join(_AT_THE_END)
        errands.finish(_AT_THE_END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
