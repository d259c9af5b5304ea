"""The door to the queue, against a real Valkey."""

from __future__ import annotations

import pytest
import redis

from hubapp.doors import queue


@pytest.fixture
def valkey_here(valkey_url, monkeypatch):
    monkeypatch.setenv("HUBAPP_REDIS_URL", valkey_url)
    monkeypatch.setattr(queue, "_dead_until", 0.0)
    queue._connection.cache_clear()
    client = redis.Redis.from_url(valkey_url)
    client.flushall()
    yield client
    queue._connection.cache_clear()


def test_workers_are_known_again_after_the_queue_was_wiped(valkey_here):
    for name in ("one", "two", "one"):
        queue.note_worker(name)
    assert queue.workers() == 2
    valkey_here.flushall()
    assert queue.workers() == 0
    queue.note_worker("one")
    assert queue.workers() == 1
    assert valkey_here.ttl("hubapp:worker:one") <= 15


def test_wake_ups_coalesce_until_the_drain_begins(valkey_here):
    for _ in range(3):
        assert queue.wake_drain(7, 1)
    assert queue.jobs_waiting() == 1
    queue.begun(7, 1)
    assert queue.wake_drain(7, 1)
    assert queue.jobs_waiting() == 2
