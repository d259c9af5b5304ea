"""Work beside whoever asked for it: coalesced, best effort, not for ever."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
import time

import pytest
from structlog.testing import capture_logs

from hubapp.doors import background as module
from hubapp.doors.background import Background, Left, background


class Gate:
    """Work that begins when it may."""

    def __init__(self) -> None:
        self.open, self.done = threading.Event(), []

    def work(self, *given: object) -> None:
        assert self.open.wait(10)
        self.done.append(given)


def test_it_is_done_in_a_thread_of_its_own_in_order():
    own, done = Background(), []
    own.add([(lambda: done.append(threading.current_thread().name), ()), (done.append, ("then",))])
    assert own.finish(5)
    assert done == ["background", "then"]


def test_the_same_work_is_done_once_however_often_it_is_asked_for():
    own, gate = Background(), Gate()
    own.add([(gate.work, ("first",))])
    for _ in range(3):
        own.add([(gate.work, (7, lane)) for lane in (1, 2)])
    assert not own.finish(0.05)
    gate.open.set()
    assert own.finish(5)
    assert gate.done == [("first",), (7, 1), (7, 2)]


def test_what_is_under_way_is_done_once_more():
    own, gate, begun = Background(), Gate(), threading.Event()

    def work() -> None:
        begun.set()
        gate.work()

    own.add([(work, ())])
    assert begun.wait(5)
    own.add([(work, ())])
    gate.open.set()
    assert own.finish(5)
    assert len(gate.done) == 2


def test_an_error_is_logged_without_what_it_says_and_the_next_goes_on():
    own, done = Background(), []
    with capture_logs() as logs:
        own.add([(int, ("ana@example.com",)), (done.append, (1,))])
        assert own.finish(5)
    assert done == [1]
    assert [each["error"] for each in logs] == ["ValueError"]
    assert "ana" not in str(logs)


def test_more_than_it_can_hold_is_let_go(monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    own, gate = Background(), Gate()
    own.add([(gate.work, (0,))])
    while own._waiting:
        time.sleep(0.001)
    with capture_logs() as logs:
        own.add([(gate.work, (number,)) for number in (1, 2, 3)])
        # What waits already needs no room.
        own.add([(gate.work, (2,))])
    gate.open.set()
    assert own.finish(5)
    assert gate.done == [(0,), (1,), (2,)]
    assert len(logs) == 1


def test_what_is_left_is_done_beside_the_caller_or_inline():
    for inline in (False, True):
        here, there = [], []
        left = Left()
        left.calls = [lambda: 1 / 0, lambda here=here: here.append(threading.current_thread())]
        left.works[lambda there=there: there.append(threading.current_thread()), ()] = None
        with capture_logs():
            left.do(inline=inline)
        assert background.finish(5)
        assert here == [threading.current_thread()]
        assert (there == here) is inline


def test_a_thread_that_cannot_begin_troubles_nobody(monkeypatch):
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(module, "background", own := Background())
    left, done = Left(), []
    left.works[done.append, (1,)] = None
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(threading.Thread, "start", refuse)
        left.do(inline=False)
    assert len(logs) == 1
    left.do(inline=False)
    assert own.finish(5)
    assert done == [1]


_ENDS = """
import sys, time
from hubapp.doors.background import background
background.add([(time.sleep, (float(sys.argv[1]),)), (print, ("woken",))])
"""


@pytest.mark.parametrize(("seconds", "said"), [(0.3, "woken\n"), (60.0, "")])
def test_the_end_of_a_process_waits_for_it_but_not_for_ever(seconds, said):
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", _ENDS, str(seconds)], capture_output=True, text=True, timeout=50
    )
    assert (run.returncode, run.stdout) == (0, said), run.stderr
    assert time.monotonic() - begun < 40


def test_a_forked_process_has_its_own():
    background.add([(int, ())])
    assert background.finish(5)
    context = multiprocessing.get_context("fork")
    done = context.Event()

    def work() -> None:
        background.add([(done.set, ())])
        background.finish(5)

    child = context.Process(target=work)
    child.start()
    child.join(10)
    assert done.is_set()
