"""Whoever sends slowly keeps nobody waiting, and cannot keep the server from ending."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.test_killed import CARD, enter, missing
from tests.support.running import Demo

pytestmark = pytest.mark.journey
HOW_MANY = 24
HEADERS = b"GET /h/summer-kick-off/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nemail="


@pytest.fixture
def demo(tmp_path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    if running.process.poll() is None:
        running.stop()


@contextlib.contextmanager
def dripping(demo: Demo, beginning: bytes) -> Iterator[None]:
    """So many who begin like this, and then send a byte now and then."""
    slow = [socket.create_connection(("127.0.0.1", demo.port)) for _ in range(HOW_MANY)]
    for each in slow:
        each.sendall(beginning)
    over = threading.Event()

    def drip() -> None:
        while not over.wait(0.2):
            for each in slow:
                # The server may have ended.
                with contextlib.suppress(OSError):
                    each.send(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for each in slow:
            each.close()


def asked(demo: Demo, request: bytes) -> tuple[bytes, float]:
    """The first bytes of the answer, and the seconds that it took."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(40), time.monotonic() - begun


def form(demo: Demo, number: int) -> bytes:
    """An entry, ready to be sent."""
    page = b""
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as connection:
        head = f"GET {CARD} HTTP/1.1\r\nHost: 127.0.0.1:{demo.port}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        while piece := connection.recv(65536):
            page += piece
    stamp = re.search(r'name="stamp" value="([^"]+)"', page.decode())[1]
    born = [("f-date_of_birth", each) for each in ("1", "2", "1990")]
    email = ("f-email", f"drill{number}@example.com")
    body = urllib.parse.urlencode([("stamp", stamp), email, *born])
    return (
        f"POST {CARD} HTTP/1.1\r\nHost: 127.0.0.1:{demo.port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def is_answered_within_a_second(demo: Demo, entries: list[bytes]) -> None:
    took = []
    for entry in entries:
        alive, seconds = asked(demo, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer, longer = asked(demo, entry)
        assert (alive[9:12], answer[9:12]) == (b"200", b"303")
        took += [seconds, longer]
    assert max(took) < 1, took


def test_slow_senders_keep_nobody_waiting_and_cannot_keep_the_server_from_ending(demo):
    # Once, so that nothing is done for the first time.
    enter(demo, 0)
    entries = [form(demo, number) for number in range(1, 9)]
    time.sleep(0.5)
    with dripping(demo, HEADERS):
        is_answered_within_a_second(demo, entries[:4])
    with dripping(demo, BODY):
        is_answered_within_a_second(demo, entries[4:])
        assert demo.stop() < 5


def test_nobody_is_turned_away_by_a_server_that_starts_anew_or_ends(demo):
    entries = [form(demo, number) for number in range(2)]
    time.sleep(0.5)
    (web,) = demo.children("hubapp web")
    children = Path(f"/proc/{web}/task/{web}/children").read_text()
    os.kill(int(children), signal.SIGKILL)
    assert asked(demo, entries[0])[0][9:12] == b"303"
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as connection:
        connection.sendall(entries[1][:-10])
        time.sleep(0.2)
        stopping = threading.Thread(target=demo.stop)
        stopping.start()
        time.sleep(0.5)
        connection.sendall(entries[1][-10:])
        assert connection.recv(40)[9:12] == b"303"
        stopping.join()
    demo.start()
    demo.arrives("alias:email/drill1@example.com")
    assert missing(demo, 2) == set()
