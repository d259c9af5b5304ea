"""What a process remembers from one test to the next, forgotten before each."""

from __future__ import annotations

import math

import pytest

from hubapp.doors import queue
from hubapp.extensions import limiter
from hubapp.services.editing import versions
from hubapp.web import page_cache

NOWHERE = "redis://127.0.0.1:1/0"
"""An address where no queue answers."""


def forget() -> None:
    """Ids of versions begin anew, and so do hubs' addresses, rates and the budgets of keys."""
    versions.snapshot_of_version.cache_clear()
    page_cache.forget()
    if counted := getattr(limiter, "_fallback_storage", None):
        counted.reset()
    queue._own.clear()
    for made in (queue._connection, queue._script):
        made.cache_clear()


@pytest.fixture(autouse=True)
def _as_if_just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is away, and known to be: a test must not meet one that this machine has."""
    monkeypatch.setenv("HUBAPP_REDIS_URL", NOWHERE)
    monkeypatch.setattr(queue, "_dead_until", math.inf)
    forget()
