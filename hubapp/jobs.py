"""What RQ runs: a few lines each, over services."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import structlog
from flask import Flask

from hubapp import queue
from hubapp.services import draining

log = structlog.get_logger()


class Drains:
    """The drains of one worker process, some side by side: while one waits for the destination or
    for the disk, another works. What each of them may do, its lease says."""

    def __init__(self, app: Flask, threads: int) -> None:
        self._app = app
        self._free = threading.BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="drain")

    def start(self, connection_id: int, lane: int) -> None:
        """Drain a lane as soon as a thread is free. Waits until one is: what we cannot begin yet,
        another worker may take from the queue."""
        self._free.acquire()
        self._pool.submit(self._run, connection_id, lane)

    def _run(self, connection_id: int, lane: int) -> None:
        try:
            queue.begun(connection_id, lane)
            with self._app.app_context():
                draining.drain(connection_id, lane)
        except Exception:
            # The lane's lease runs out, and then whoever takes it goes on.
            log.exception("drain failed", connection=connection_id, lane=lane)
        finally:
            self._free.release()

    def finish(self) -> None:
        """Wait for those that are under way."""
        self._pool.shutdown()


_drains: Drains | None = None


def use(drains: Drains) -> None:
    """The drains of this worker process."""
    global _drains
    _drains = drains


def drain(connection_id: int, lane: int) -> None:
    """Deliver what waits in a lane."""
    if _drains is None:
        raise RuntimeError("jobs run in `python worker.py`, which calls jobs.use() first")
    _drains.start(connection_id, lane)
