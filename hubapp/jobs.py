"""What RQ runs: a few lines each, over services."""

from __future__ import annotations

from flask import Flask

from hubapp import queue
from hubapp.services import draining

_app: Flask | None = None


def use(app: Flask) -> None:
    """The app of this worker process."""
    global _app
    _app = app


def drain(connection_id: int, lane: int) -> None:
    """Deliver what waits in a lane."""
    if _app is None:
        raise RuntimeError("jobs run in `python worker.py`, which calls jobs.use(app) first")
    queue.begun(connection_id, lane)
    with _app.app_context():
        draining.drain(connection_id, lane)
