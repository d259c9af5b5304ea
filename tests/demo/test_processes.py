"""The demo's child processes, and the order in which they come and go."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from hubapp.demo import processes
from hubapp.demo.processes import Parts

SAYS_READY = "import sys, time; print('ready', flush=True); time.sleep(30)"
IGNORES_US = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SAYS_READY}"
QUITS = "print('last words')"


class Child:
    """A part of the demo, as a test sees it."""

    def __init__(self, parts: Parts, name: str) -> None:
        self.parts, self.name = parts, name

    @property
    def process(self) -> subprocess.Popen:
        return self.parts._running[self.name]

    def says(self) -> str:
        return (self.parts.logs / f"{self.name}.log").read_text()

    def is_ready(self) -> None:
        while "ready" not in self.says():
            assert self.process.poll() is None


@pytest.fixture
def parts(tmp_path):
    made = Parts(tmp_path / "logs")
    yield made
    for process in made._running.values():
        process.kill()
        process.wait()


@pytest.fixture
def start(parts):
    """Starts a part that runs this program."""

    def started(name: str, program: str) -> Child:
        parts.start(name, dict(os.environ), [sys.executable, "-S", "-E", "-c", program])
        return Child(parts, name)

    return started


@pytest.fixture
def clock(monkeypatch):
    """The time of the demo; it passes when it is told to, or while somebody sleeps."""
    told = SimpleNamespace(now=1000.0)
    told.monotonic = lambda: told.now
    told.sleep = lambda seconds: setattr(told, "now", told.now + seconds)
    monkeypatch.setattr(processes, "time", told)
    return told


def test_what_a_part_says_goes_into_its_log(start):
    child = start("web", "import sys; print('out'); print('err', file=sys.stderr)")
    assert child.process.wait(10) == 0
    assert sorted(child.says().split()) == ["err", "out"]


def test_a_log_that_is_long_begins_anew_and_the_one_before_is_kept(parts, start, monkeypatch):
    monkeypatch.setattr(processes, "_LONGEST_LOG", 8)
    child = start("web", "print('a long line')")
    child.process.wait(10)
    parts.keep_running()
    child.process.wait(10)
    assert (parts.logs / "web.log.1").read_text() == "a long line\n"
    assert child.says() == "a long line\n"


def test_a_part_has_a_session_of_its_own_so_that_ctrl_c_reaches_us_alone(start):
    child = start("web", SAYS_READY)
    assert os.getsid(child.process.pid) == child.process.pid != os.getsid(0)


def test_parts_that_run_are_left_alone(parts, start):
    child = start("web", SAYS_READY)
    pid = child.process.pid
    assert parts.keep_running()
    assert child.process.pid == pid


def test_a_part_that_died_is_started_again_as_it_was(parts, start, capsys):
    web, worker = start("web", QUITS), start("worker", SAYS_READY)
    web.process.wait(10)
    pid = worker.process.pid
    assert parts.keep_running()
    assert capsys.readouterr().out == "The web stopped by itself; it is started again.\n"
    web.process.wait(10)
    assert web.says() == "last words\n" * 2
    assert worker.process.pid == pid


def test_parts_that_die_too_often_are_given_up(parts, start, monkeypatch):
    monkeypatch.setattr(processes, "_MOST_DEATHS", 2)
    child = start("web", QUITS)
    for again in (True, True, False):
        child.process.wait(10)
        assert parts.keep_running() is again


def test_a_death_now_and_then_is_forgiven(parts, start, monkeypatch, clock):
    monkeypatch.setattr(processes, "_MOST_DEATHS", 1)
    child = start("web", QUITS)
    for _ in range(3):
        child.process.wait(10)
        assert parts.keep_running()
        clock.now += 61


def test_the_end_asks_the_parts_and_waits_for_them(parts, start):
    children = [start(name, SAYS_READY) for name in ("valkey", "web")]
    for child in children:
        child.is_ready()
    parts.end()
    assert [child.process.returncode for child in children] == [-signal.SIGTERM] * 2


def test_who_was_started_first_is_stopped_last(parts, monkeypatch):
    asked = []

    def fake(name):
        def wait(_seconds):
            asked.append(f"wait for {name}")

        return SimpleNamespace(
            poll=lambda: None, terminate=lambda: asked.append(name), wait=wait, kill=lambda: None
        )

    parts._running.update({name: fake(name) for name in ("valkey", "worker")})
    parts.end()
    assert asked == ["worker", "valkey", "wait for worker", "wait for valkey"]
    parts._running.clear()


def test_who_does_not_listen_is_ended(parts, start, monkeypatch):
    monkeypatch.setattr(processes, "_GRACE", 0.05)
    child = start("web", IGNORES_US)
    child.is_ready()
    parts.end()
    assert child.process.returncode == -signal.SIGKILL


def test_who_is_gone_is_not_asked(parts, start):
    child = start("web", QUITS)
    child.process.wait(10)
    parts.end()
    assert child.process.returncode == 0
