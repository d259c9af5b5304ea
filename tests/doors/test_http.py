"""The one door out, towards servers that are slow on purpose."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hubapp.core.destination import Failure, OutgoingRequest
from hubapp.doors import http

HEAD = b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n"


@contextmanager
def dripping(first: bytes) -> Iterator[str]:
    """A server that answers ``first`` and then a byte every 50 ms, for ten seconds at most."""
    listening = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        connection, _ = listening.accept()
        connection.recv(65536)
        try:
            connection.sendall(first)
            for _ in range(200):
                if done.wait(0.05):
                    break
                connection.sendall(b"x")
        except OSError:
            pass
        connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    done.set()
    listening.close()


@pytest.mark.parametrize("first", [HEAD + b"\r\n", HEAD + b"X-Slow: ", b"HTT"])
def test_an_answer_that_only_drips_is_cut(monkeypatch, first):
    """Each piece comes in time, so no time-out of the socket ever ends it."""
    monkeypatch.setattr(http, "_CONNECT_SECONDS", 0.2)
    with dripping(first) as url:
        begun = time.monotonic()
        reply = http.send(OutgoingRequest("POST", f"{url}/users/track", {}, b"{}"), 0.5, [url])
    assert time.monotonic() - begun < 3
    assert (reply.status, reply.failure) == (None, Failure.UNKNOWN)
