"""Whose turn it is to write to a SQLite file. SQLite itself lets writers poll, each more seldom the
longer it has waited, so that under load somebody starves. Here they queue: first in a line of their
process, then its head alone by ``flock`` for a file beside the database, which all of our processes
share. A process that is killed loses its ``flock`` with it."""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from collections import deque
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a writer waits for its turn, over both queues."""
POLL = 0.0003
"""Seconds between two tries of the line's head. ``flock`` cannot wait with a time-out, and a thread
that waits in its stead was not measurably better: what a turn costs is the switching of threads."""


class TooLong(TimeoutError):
    """Somebody else has been writing for as long as we had patience."""


class TakenTwice(RuntimeError):
    """The thread that asks for its turn has it, or waits for it, already."""


class Turn:
    """The right to write. ``end`` gives it back; any thread may say so, and more than once."""

    def __init__(self, lock: WriteLock) -> None:
        self.thread = threading.current_thread()
        self.called = threading.Lock()
        self.called.acquire()
        self._over = threading.Lock()
        self._lock = lock

    def end(self) -> None:
        """Whoever waits longest is next."""
        # Taken and never given back: only the first ending counts, whatever interrupts it.
        if self._over.acquire(blocking=False):
            self._lock.leave(self)


class WriteLock:
    """The two queues for one database file.

    ``<database>.writers`` is the right to write, ``<database>.writers-next`` the right to be the
    one process that waits for it. Whoever has just written needs the second one first, as everybody
    does, so it cannot take the first again while another process sleeps between two tries.
    """

    def __init__(self, database: Path, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._names = (f"{database}.writers", f"{database}.writers-next")
        self._files: tuple[int, int] | None = None
        self.begin_anew()
        _all.add(self)

    def begin_anew(self) -> None:
        """Nobody waits: after a fork, for the threads in line are the parent's. Our copies of its
        files are closed, never unlocked: the parent may be writing."""
        # Re-entrant: the collector may end a lost connection's turn in the midst of what we do.
        self._mutex = threading.RLock()
        self._line: deque[Turn] = deque()
        for file in self._files or ():
            os.close(file)
        self._files = None

    def take(self) -> Turn:
        """Wait for our turn. Raises TakenTwice at once, TooLong after ``patience`` seconds, and
        OSError when the files cannot be opened."""
        until = time.monotonic() + self.patience
        turn = Turn(self)
        with self._mutex:
            if any(each.thread is turn.thread for each in self._line):
                raise TakenTwice("This thread is writing already; it would wait for itself.")
            self._line.append(turn)
            if self._line[0] is turn:
                turn.called.release()
        try:
            if not turn.called.acquire(timeout=self.patience):
                raise TooLong(f"not called within {self.patience:g} s")
            self._wait_for_other_processes(until)
        except BaseException:
            turn.end()
            raise
        return turn

    def leave(self, turn: Turn) -> None:
        """Take the turn out of the line; the first one's end calls the next."""
        with self._mutex:
            if turn not in self._line:
                return
            first = self._line[0] is turn
            if first and self._files:
                fcntl.flock(self._files[0], fcntl.LOCK_UN)
            self._line.remove(turn)
            if first and self._line:
                self._line[0].called.release()

    def _wait_for_other_processes(self, until: float) -> None:
        # Only the head of the line comes here.
        if self._files is None:
            how = os.O_RDONLY | os.O_CREAT
            first, second = (os.open(name, how, 0o644) for name in self._names)
            self._files = first, second
        writing, waiting = self._files
        _lock(waiting, until)
        try:
            _lock(writing, until)
        finally:
            fcntl.flock(waiting, fcntl.LOCK_UN)


def _lock(file: int, until: float) -> None:
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise TooLong("another process has been writing for too long") from None
        time.sleep(POLL)


_all: weakref.WeakSet[WriteLock] = weakref.WeakSet()


def _after_fork() -> None:
    for lock in _all:
        lock.begin_anew()


os.register_at_fork(after_in_child=_after_fork)
