"""Worker processes that are killed at random, beside a queue that is wiped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Mapping

import redis

from tests.support.forked import Forked


class Fleet:
    """Some workers, each started again after it is killed."""

    def __init__(self, count: int, environment: Mapping[str, str], seed: int = 1) -> None:
        self.environment = {**os.environ, **environment, "HUBAPP_LOG_LEVEL": "error"}
        self.chance = random.Random(seed)  # noqa: S311 - which worker dies next
        self.workers = [self._start() for _ in range(count)]
        self.kills = 0

    def _start(self) -> Forked:
        # A worker that still imports when it is killed had nothing to lose.
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return Forked(["hubapp.work.worker"], self.environment, **silent)

    def kill_one(self) -> None:
        """SIGKILL one at random, and start another in its place."""
        at = self.chance.randrange(len(self.workers))
        self.workers[at].send_signal(signal.SIGKILL)
        self.workers[at].wait()
        self.workers[at] = self._start()
        self.kills += 1

    def wipe_queue(self) -> None:
        """FLUSHALL."""
        redis.Redis.from_url(self.environment["HUBAPP_REDIS_URL"]).flushall()

    def stop(self) -> None:
        """Ask all of them to stop, and see that they do."""
        for worker in self.workers:
            worker.terminate()
        deadline = time.monotonic() + 10
        for worker in self.workers:
            try:
                worker.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait(5)
