"""One thread that ends what takes too long. A timer of its own for each request would be a thread
of its own, which on a busy machine costs more than the request."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator


class Watchdog:
    """Its thread is made when it is first needed, and sleeps until somebody's time is over."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def at_most(self, seconds: float, cut: Callable[[], None]) -> Iterator[None]:
        """Call ``cut`` when the block takes longer, and never after the block. It must be quick,
        and must not raise: all others wait for it."""
        mark = object()
        with self._changed:
            end = time.monotonic() + seconds
            self._due[mark] = (end, cut)
            self._awake(end)
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(mark, None)

    def _awake(self, end: float) -> None:
        # Alive: threads do not come along when a process forks.
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._watch, daemon=True, name="watchdog")
            self._thread.start()
        elif end < self._wakes:
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while True:
                moment = time.monotonic()
                for mark in [mark for mark, (end, _) in self._due.items() if end <= moment]:
                    self._due.pop(mark)[1]()
                # Earlier than needed when what it was planned for is over: it looks, and sleeps on.
                self._wakes = min((end for end, _ in self._due.values()), default=math.inf)
                self._changed.wait(None if math.isinf(self._wakes) else self._wakes - moment)
