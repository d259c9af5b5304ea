"""How the app is handed to granian. What it does with slow senders is in drills/."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from hubapp import serving


def served(headers, pieces):
    """What granian is given for an answer of these pieces."""

    def app(environ, start):
        start("200 OK", headers)
        return pieces

    return serving._in_one_piece(app)({}, lambda *_: None)


class Pieces:
    """A body that notes when it is closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self):
        return iter((b"one ", b"two"))

    def close(self) -> None:
        self.closed += 1


def test_an_answer_of_known_length_goes_out_in_one_piece():
    pieces = Pieces()
    assert served([("Content-Length", "7")], pieces) == [b"one two"]
    assert pieces.closed == 1


@pytest.mark.parametrize("headers", [[], [("Content-Type", "text/csv")]])
def test_an_answer_of_unknown_length_goes_out_as_it_is_made(headers):
    pieces = Pieces()
    assert served(headers, pieces) is pieces
    assert not pieces.closed


def test_a_port_in_use_is_said_before_anything_is_served():
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="Address already in use"),
    ):
        serving.serve("127.0.0.1", taken.getsockname()[1], 1, 1, lambda: None)


PROGRAM = """
import atexit, sys
from hubapp import serving

def make():
    atexit.register(print, "what was left is done", flush=True)
    return lambda environ, start: start("200 OK", [("Content-Length", "2")]) or [b"ok"]

serving.serve("127.0.0.1", int(sys.argv[1]), 1, 4, make)
"""


@pytest.fixture
def running():
    """A server in a process of its own, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert is_answered(port)
    yield process, port
    process.kill()
    process.wait()
    process.stdout.close()


def is_answered(port: int) -> bool:
    for _ in range(400):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                return connection.recv(100).startswith(b"HTTP/1.1 200")
        except OSError:
            time.sleep(0.05)
    return False


def test_what_was_left_for_the_end_is_done_when_it_is_asked_to_stop(running):
    process, _ = running
    process.terminate()
    assert process.wait(10) == 0
    assert process.stdout.read() == "what was left is done\n"


def test_who_serves_does_not_outlive_whoever_would_stop_them(running):
    process, port = running
    os.kill(process.pid, signal.SIGKILL)
    # The one that served says so, and closes what it writes to.
    assert process.stdout.read() == "what was left is done\n"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)
