"""Probes and mails beside the drains of a worker."""

from __future__ import annotations

import threading

from flask import Flask, current_app
from structlog.testing import capture_logs

from hubapp.work.errands import Errands

ENOUGH = 5


def test_an_errand_has_the_app(monkeypatch):
    done = []
    errands = Errands(Flask("worker"), 1)
    errands.start(lambda number: done.append((current_app.name, number)), 7)
    assert errands.finish(ENOUGH)
    assert done == [("worker", 7)]


def test_the_same_errand_waits_or_runs_once():
    go_on, done = threading.Event(), []

    def does(number: int) -> None:
        go_on.wait(ENOUGH)
        done.append(number)

    errands = Errands(Flask("worker"), 1)
    for number in (1, 1, 2, 2, 1):
        errands.start(does, number)
    go_on.set()
    assert errands.finish(ENOUGH)
    assert done == [1, 2]
    errands.start(does, 1)
    assert errands.finish(ENOUGH)
    assert done == [1, 2, 1]


def test_one_that_takes_long_holds_up_no_other_and_no_end():
    go_on, done = threading.Event(), threading.Event()
    errands = Errands(Flask("worker"), 2)
    errands.start(lambda _: go_on.wait(ENOUGH), 1)
    errands.start(lambda _: done.set(), 2)
    assert done.wait(ENOUGH)
    assert not errands.finish(0.01)
    go_on.set()
    assert errands.finish(ENOUGH)


def test_one_that_fails_takes_no_thread_with_it_and_tells_nothing_of_anybody():
    done = []

    def fails(number: int) -> None:
        raise ValueError("ana@example.com")

    errands = Errands(Flask("worker"), 1)
    with capture_logs() as logs:
        errands.start(fails, 7)
        errands.start(done.append, 8)
        assert errands.finish(ENOUGH)
    (line,) = logs
    assert (line["event"], line["row"], line["error"]) == ("errand failed", 7, "ValueError")
    assert "ana@example.com" not in repr(line)
    assert done == [8]
