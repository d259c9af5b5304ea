"""Each drill begins without a queue, whatever the one before it had."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hubapp.doors import queue


@pytest.fixture(autouse=True)
def _no_queue_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUBAPP_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(queue, "_dead_until", 0.0)
    for kept in (queue._connection, queue._script):
        kept.cache_clear()
    yield
    for kept in (queue._connection, queue._script):
        kept.cache_clear()
