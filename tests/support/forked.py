"""``subprocess.Popen`` of ``python -m <a part of hubapp>``, without the seconds of its imports:
the part runs in a fork of a process that has them behind it, see ``nursery.py``."""

from __future__ import annotations

import atexit
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import orjson

NURSERY = "TESTS_NURSERY"
"""The variable that says to a child where its nursery listens."""
_real = subprocess.Popen


class Forked:
    """As much of ``subprocess.Popen`` as is needed of one."""

    def __init__(
        self,
        arguments: list[str],
        env: Mapping[str, str],
        stdout: Any = None,
        stderr: Any = None,
        start_new_session: bool = False,
    ) -> None:
        """arguments: those of ``python -m``. stdout: a file, ``PIPE`` or ours; stderr too, but
        for ``PIPE``, and ``STDOUT`` for the same."""
        self.args, self.returncode, self.stdout = arguments, None, None
        wanted = {
            "arguments": arguments,
            "environment": dict(env),
            "folder": os.getcwd(),
            "own_session": start_new_session,
        }
        self._nursery = socket.socket(socket.AF_UNIX)
        self._nursery.connect(_address())
        with self._opened(stdout, stderr) as files:
            socket.send_fds(self._nursery, [orjson.dumps(wanted) + b"\n"], files)
        # Without a buffer, in which its end could hide from select.
        self._words: IO[bytes] = self._nursery.makefile("rb", buffering=0)
        self.pid = int(self._words.readline())

    @contextmanager
    def _opened(self, stdout: Any, stderr: Any) -> Iterator[list[int]]:
        """The two files that it writes to; ours are closed again."""
        with open(os.devnull, "wb") as null:
            given = {subprocess.DEVNULL: null}
            if stdout == subprocess.PIPE:
                read, write = os.pipe()
                self.stdout, given[stdout] = os.fdopen(read), os.fdopen(write, "wb")
            out = _number(given.get(stdout, stdout), 1)
            given[subprocess.STDOUT] = out
            yield [out, _number(given.get(stderr, stderr), 2)]
            if stdout == subprocess.PIPE:
                given[stdout].close()

    def poll(self) -> int | None:
        """How it ended, as ``Popen`` says it; None while it runs."""
        return self._end(0)

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended. Raises subprocess.TimeoutExpired."""
        ended = self._end(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return ended

    def _end(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._nursery], [], [], timeout)[0]:
            self.returncode = int(self._words.readline())
            self._words.close()
            self._nursery.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def popen(command: list[str], **how: Any) -> Any:
    """What the demo's process calls to start a part: forked where it is one of ours."""
    if command[:2] == [sys.executable, "-m"]:
        return Forked(command[2:], **how)
    return _real(command, **how)


def _number(file: Any, ours: int) -> int:
    if file is None:
        return ours
    return int(file) if isinstance(file, int) else int(file.fileno())


def _address() -> str:
    """Of the nursery that this process was forked from, or of one of its own."""
    return os.environ.get(NURSERY) or _nursery()


@cache
def _nursery() -> str:
    """The address of one that ends with this process."""
    # A short path: the system cuts those of sockets at 100 characters.
    address = f"{tempfile.mkdtemp(prefix='nur')}/door"
    process = _real(
        [sys.executable, "-m", "tests.support.nursery", address],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    # Its first word: it listens.
    process.stdout.readline()
    process.stdout.close()

    def end() -> None:
        process.stdin.close()
        process.wait(20)

    atexit.register(end)
    return address
