"""The worker process: RQ jobs, and the sweeper beside them."""

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

log = structlog.get_logger()
_WITHOUT_QUEUE = 1.0
"""Seconds between tries to reach the queue."""


def _sweep_for_ever(app: Flask, pause: float, stopped: threading.Event) -> None:
    name = f"{socket.gethostname()}-{os.getpid()}"
    while not stopped.is_set():
        queue.note_worker(name)
        try:
            with app.app_context():
                sweep.sweep()
        except Exception as error:  # noqa: BLE001 - the sweeper outlives every error
            log.error("sweep failed", error=type(error).__name__)
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
    drains = jobs.Drains(app, settings.worker_threads)
    jobs.use(drains)
    stopped = threading.Event()
    sweeper = threading.Thread(
        target=_sweep_for_ever, args=(app, settings.sweep_seconds, stopped), daemon=True
    )
    sweeper.start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _take_jobs(drains)
    finally:
        stopped.set()
        drains.finish()
        sweeper.join(2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
