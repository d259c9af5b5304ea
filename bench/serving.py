"""A WSGI app behind a server in a process of its own, and plain clients with kept-alive connections
from another: what visitors' browsers would see, without a browser."""

from __future__ import annotations

import http.client
import itertools
import multiprocessing
import re
import selectors
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gunicorn.app.base import BaseApplication

from hubapp import serving
from tests.support.servers import free_port

Request = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


class _Server(BaseApplication):
    def __init__(self, make: Callable[[], Any], port: int, threads: int) -> None:
        self.make, self.port, self.threads = make, port, threads
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 1,
            "threads": self.threads,
            "worker_class": "gthread",
            "loglevel": "error",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.make()


Serve = Callable[[Callable[[], Any], int, int], None]


def by_gunicorn(make: Callable[[], Any], port: int, threads: int) -> None:
    """The server of before, as a reference."""
    _Server(make, port, threads).run()


def by_granian(make: Callable[[], Any], port: int, threads: int) -> None:
    """As ``hubapp web``."""
    serving.serve("127.0.0.1", port, 1, threads, make)


@contextmanager
def served(
    make: Callable[[], Any], threads: int = serving.THREADS, by: Serve = by_granian
) -> Iterator[int]:
    """The port of an app that runs until the block ends."""
    port = free_port()
    process = multiprocessing.get_context("fork").Process(target=by, args=(make, port, threads))
    process.start()
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.join(10)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/nothing-here")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def submissions(stamps: Iterator[str], path: str, whose: str = "p") -> Iterator[Request]:
    """An entry form for each stamp, each of another person."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for number in itertools.count():
        data = [
            ("stamp", next(stamps)),
            ("f-email", f"{whose}{number}@example.com"),
            ("f-date_of_birth", "1"),
            ("f-date_of_birth", "2"),
            ("f-date_of_birth", "1990"),
        ]
        yield "POST", path, urllib.parse.urlencode(data).encode(), headers


def rate(port: int, requests: Iterator[Request], count: int, accepted: set[int]) -> float:
    """Requests a second over one kept-alive connection. Fails on an answer not in ``accepted``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    begun = time.perf_counter()
    for _ in range(count):
        method, path, body, headers = next(requests)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in accepted, (answer.status, path)
    return count / (time.perf_counter() - begun)


_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


def rate_of_many(port: int, path: str, connections: int, seconds: float) -> float:
    """Answers a second over so many kept-alive connections, each asking again once it is answered.
    Fails on an answer that is not 200."""
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()
    ready = selectors.EpollSelector()
    said: dict[Any, bytes] = {}
    for _ in range(connections):
        each = socket.create_connection(("127.0.0.1", port))
        ready.register(each, selectors.EVENT_READ)
        said[each] = b""
        each.sendall(ask)
    # Lengths of whole answers: this client must not be what takes the time.
    known: set[int] = set()
    answered, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for key, _ in ready.select(1):
            each: Any = key.fileobj
            answer = said[each] + each.recv(65536)
            if len(answer) in known or _is_whole(answer):
                known.add(len(answer))
                answered += 1
                answer = b""
                each.send(ask)
            said[each] = answer
    for each in said:
        each.close()
    return answered / (time.perf_counter() - begun)


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    assert head.startswith(b"HTTP/1.1 200 "), head
    found = _LENGTH.search(head + b"\r\n")
    assert found, head
    return len(body) == int(found[1])
