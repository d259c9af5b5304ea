"""Work beside whoever asked for it: best effort, in a thread of its own, the same work once however
often it is asked for before it begins."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

import structlog

from hubapp.logs import told

log = structlog.get_logger()
Work = tuple[Callable[..., object], tuple[Hashable, ...]]
"""A function and what it is given; equal ones are the same work."""
MOST = 10_000
"""Works that wait at once; more than that are let go."""
AT_THE_END = 2.0
"""Seconds that the end of the process waits for what is left to do."""


class Background:
    """One thread, begun with the first work."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nothing waits and no thread runs: after a fork, for both are the parent's."""
        self._changed = threading.Condition()
        self._waiting: dict[Work, None] = {}
        self._busy = False
        self._thread: threading.Thread | None = None

    def add(self, works: Iterable[Work]) -> None:
        """Do this soon. What is being done right now is done once more."""
        with self._changed:
            for work in works:
                if len(self._waiting) >= MOST and work not in self._waiting:
                    log.warning("background full", most=MOST)
                    break
                self._waiting[work] = None
            if self._waiting and self._thread is None:
                thread = threading.Thread(target=self._run, name="background", daemon=True)
                thread.start()
                self._thread = thread
            self._changed.notify_all()

    def finish(self, seconds: float) -> bool:
        """Wait until all is done, but no longer than this. True: it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting)
                work = next(iter(self._waiting))
                del self._waiting[work]
                self._busy = True
            quietly(work)


def quietly(work: Work) -> None:
    """Do it; an error is told to the log alone."""
    function, given = work
    try:
        function(*given)
    except Exception as error:  # noqa: BLE001 - whoever asked has gone on
        log.error("after commit failed", **told(error))


background = Background()
"""This process's."""


@dataclass
class Left:
    """What is left for after a commit: in the caller's thread, and in the background."""

    calls: list[Callable[[], object]] = field(default_factory=list)
    works: dict[Work, None] = field(default_factory=dict)

    def do(self, inline: bool) -> None:
        """Do it; never raises. inline: nothing in the background."""
        if inline:
            for work in self.works:
                quietly(work)
        elif self.works:
            quietly((background.add, (tuple(self.works),)))
        for call in self.calls:
            quietly((call, ()))


os.register_at_fork(after_in_child=background.begin_anew)
atexit.register(background.finish, AT_THE_END)
