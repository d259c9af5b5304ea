"""Probes and mails of one worker process: what may wait long for somebody silent, in threads of
their own beside drains and sweep."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from flask import Flask

from hubapp.logs import told

log = structlog.get_logger()
THREADS = 8
Errand = tuple[Callable[[int], object], int]
"""What is done, and for which account or mail."""


class Errands:
    """Some at a time; the same one waits or runs once. Best effort: a process that ends leaves what
    it has not done, and the sweep asks for it again."""

    def __init__(self, app: Flask, threads: int = THREADS) -> None:
        self._app = app
        self._changed = threading.Condition()
        self._waiting: list[Errand] = []
        self._running: set[Errand] = set()
        for number in range(threads):
            # Daemons: nobody waits half a minute for a silent endpoint when the worker is to stop.
            threading.Thread(target=self._run, name=f"errand-{number}", daemon=True).start()

    def start(self, does: Callable[[int], object], row_id: int) -> None:
        """Do it as soon as a thread is free."""
        errand = (does, row_id)
        with self._changed:
            if errand not in self._waiting and errand not in self._running:
                self._waiting.append(errand)
                self._changed.notify_all()

    def finish(self, seconds: float) -> bool:
        """Wait until all is done, but no longer than this. True: it is."""
        with self._changed:
            done = lambda: not self._waiting and not self._running  # noqa: E731 - a condition
            return self._changed.wait_for(done, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                errand = self._waiting.pop(0)
                self._running.add(errand)
            try:
                self._do(errand)
            finally:
                with self._changed:
                    self._running.discard(errand)
                    self._changed.notify_all()

    def _do(self, errand: Errand) -> None:
        does, row_id = errand
        try:
            with self._app.app_context():
                does(row_id)
        except Exception as error:  # noqa: BLE001 - a thread outlives every error
            log.error("errand failed", row=row_id, **told(error))
