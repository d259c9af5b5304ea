"""The jobs that a worker runs: ours and no others. Whoever reaches the queue can put anything
there, so nothing is taken from a job but one of these names and a few numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rq.exceptions import DeserializationError, TimeoutFormatError
from rq.job import Job

MODULE = "hubapp.work.jobs"
JOBS = {"drain": 2, "probe": 1, "tell": 1, "letter": 1}
"""Function -> how many ids it takes."""
_READ = {
    b"data",
    b"created_at",
    b"enqueued_at",
    b"started_at",
    b"ended_at",
    b"last_heartbeat",
    b"origin",
    b"status",
    b"timeout",
    b"ttl",
    b"result_ttl",
    b"failure_ttl",
    b"worker_name",
}
"""Of a job as it is stored. Not read: callbacks (RQ imports and calls them), webhooks (it goes out
by another door), repeats, retries, dependencies, groups, results."""
_BROKEN = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    TimeoutFormatError,
)
"""What RQ raises for fields that it did not write itself."""


class OwnJob(Job):
    """A job of the queue, which may be anybody's until ``objection`` has nothing to say."""

    def restore(self, raw_data: Mapping[bytes, bytes]) -> None:
        """Never raises for what somebody wrote there: RQ would end the worker, and end it again
        whenever it starts."""
        try:
            super().restore({name: raw_data[name] for name in _READ & set(raw_data)})
        except _BROKEN:
            self.data = b""

    def objection(self) -> str:
        """Why it must not be run; empty when it is one of ours."""
        try:
            name, instance, given, named = self.func_name, self.instance, self.args, self.kwargs
        except DeserializationError:
            return "not readable as JSON"
        if instance is not None or named or not isinstance(name, str):
            return "not in our form"
        return _objection(name, given)


def _objection(name: str, given: Any) -> str:
    module, _, function = name.rpartition(".")
    if module != MODULE or function not in JOBS:
        # Cut, for a stranger wrote it; it says what was tried.
        return f"not a job of ours: {name[:80]!r}"
    if not isinstance(given, list) or [type(each) for each in given] != [int] * JOBS[function]:
        return f"not what {function} takes"
    return ""
