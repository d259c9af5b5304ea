"""What takes too long is ended, by one thread for all."""

from __future__ import annotations

import threading
import time

import pytest

from hubapp.doors.watchdog import Watchdog


@pytest.fixture
def dog():
    return Watchdog()


def cut_after(dog: Watchdog, seconds: float) -> float:
    """How long it took until a block with so much time was ended."""
    ended, begun = threading.Event(), time.monotonic()
    with dog.at_most(seconds, ended.set):
        assert ended.wait(10)
    return time.monotonic() - begun


def test_what_takes_too_long_is_ended_then_and_not_before(dog):
    for seconds in (0.1, 0.05, 0.15):
        assert seconds <= cut_after(dog, seconds) < seconds + 2


def test_what_is_done_in_time_is_left_alone(dog):
    ended = threading.Event()
    with dog.at_most(0.05, ended.set):
        pass
    assert not ended.wait(0.15)


def test_what_breaks_is_left_alone_too(dog):
    ended = threading.Event()
    with pytest.raises(LookupError), dog.at_most(0.05, ended.set):
        raise LookupError
    assert not ended.wait(0.15)


def test_a_short_one_is_not_kept_waiting_by_a_long_one(dog):
    with dog.at_most(60, lambda: pytest.fail("a minute is not over")):
        assert cut_after(dog, 0.05) < 5


def test_each_has_its_own_time_in_one_thread(dog):
    ended, first, done = [], threading.Event(), threading.Event()
    with (
        dog.at_most(0.05, lambda: ended.append("a") or first.set()),
        dog.at_most(60, lambda: ended.append("never")),
        dog.at_most(0.1, lambda: ended.append("b") or done.set()),
    ):
        assert first.wait(10)
        assert done.wait(10)
    assert ended == ["a", "b"]


def test_many_need_one_thread(dog):
    before = threading.active_count()
    for _ in range(20):
        with dog.at_most(60, lambda: None):
            pass
    assert threading.active_count() == before + 1


def test_where_its_thread_did_not_come_along_there_is_a_new_one(dog):
    """As in a process that was forked."""
    cut_after(dog, 0.01)
    dog._thread = threading.Thread()
    assert cut_after(dog, 0.05) < 5
