"""What RQ runs: a few lines each, over services."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from flask import Flask

from hubapp.doors import queue
from hubapp.logs import told
from hubapp.services import delivery, mailing
from hubapp.work.errands import Errands

log = structlog.get_logger()


class Drains:
    """The drains of one worker process, some side by side: while one waits for the destination or
    for the disk, another works. What each of them may do, its lease says."""

    def __init__(self, app: Flask, threads: int) -> None:
        self._app = app
        self._free = threading.BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="drain")

    def ready(self) -> None:
        """Wait until a thread is free. Only the caller starts drains, so it stays free for it."""
        with self._free:
            pass

    def start(self, account_id: int, lane: int) -> None:
        """Drain a lane in a thread of its own, as soon as one is free."""
        self._free.acquire()
        try:
            self._pool.submit(self._run, account_id, lane)
        except BaseException:
            self._free.release()
            raise

    def _run(self, account_id: int, lane: int) -> None:
        try:
            queue.begun(account_id, lane)
            with self._app.app_context():
                delivery.drain_lane(account_id, lane)
        except Exception as error:  # noqa: BLE001 - a thread outlives every error
            # The lane's lease runs out, and then whoever takes it goes on.
            log.error("drain failed", account=account_id, lane=lane, **told(error))
        finally:
            self._free.release()

    def finish(self) -> None:
        """Wait for those that are under way."""
        self._pool.shutdown()


_drains: Drains | None = None
_errands: Errands | None = None


def use(drains: Drains, errands: Errands) -> None:
    """The drains and the errands of this worker process."""
    global _drains, _errands
    _drains, _errands = drains, errands


def drain(account_id: int, lane: int) -> None:
    """Deliver what waits in a lane."""
    if _drains is None:
        raise RuntimeError("jobs run in `python worker.py`, which calls jobs.use() first")
    _drains.start(account_id, lane)


def probe(account_id: int) -> None:
    """Try a held account."""
    _errand(delivery.probe, account_id)


def tell(account_id: int) -> None:
    """Write to the admins of a held account."""
    _errand(delivery.tell, account_id)


def letter(letter_id: int) -> None:
    """Send a mail."""
    _errand(mailing.send, letter_id)


def _errand(does: Callable[[int], object], row_id: int) -> None:
    if _errands is None:
        # A round of the sweep without a worker around it.
        does(row_id)
    else:
        _errands.start(does, row_id)
