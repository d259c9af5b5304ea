"""A process that counts results, and can be killed at any moment and begun again at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

_HOST = """
import os, signal, sys
from hubapp import create_app
from hubapp.services.results import counting
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
app = create_app()
counting.CHUNK = 20
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        with app.app_context():
            # What takes long once, so that it is killed while it counts.
            counting._is_any(counting.Activity.counted_at.is_(None))
            print(os.getpid(), flush=True)
            while True:
                counting.count_new()
"""


class Counters:
    """One counts at a time. Whatever takes long to start is done before, and without a connection
    to the database, so that each has its own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.host = subprocess.Popen(
            [sys.executable, "-c", _HOST],
            env={**os.environ, **environment, "HUBAPP_LOG_LEVEL": "error"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self) -> int:
        """The id of a process that counts from now on."""
        self.host.stdin.write("next\n")
        self.host.stdin.flush()
        return int(self.host.stdout.readline())

    def kill(self, counter: int) -> None:
        """SIGKILL."""
        os.kill(counter, signal.SIGKILL)

    def stop(self) -> None:
        """The host too."""
        self.host.stdin.close()
        self.host.wait(10)
        self.host.stdout.close()
