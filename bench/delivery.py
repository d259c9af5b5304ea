"""The rows of delivery in docs/performance.md, each beside its reference, in one run."""

from __future__ import annotations

from bench.draining import backlog_rows, million_row
from bench.rows import Step
from bench.waiting import fairness_row, latency_rows, loaded_row


def steps(name: str, url: str, valkey: str) -> list[Step]:
    """Every delivery row on one database."""
    found: list[Step] = [
        ("backlog", lambda at: backlog_rows(at, name, url, valkey)),
        ("idle", lambda at: latency_rows(at, name, url, valkey)),
        ("fairness", lambda at: fairness_row(at, url, valkey, name)),
        ("million", lambda at: million_row(at, name, url)),
    ]
    if url:
        found.append(("loaded", lambda at: loaded_row(at, url, valkey)))
    return found
