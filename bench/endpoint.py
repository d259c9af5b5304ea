"""A destination in a process of its own: it reads each body whole, parses it, counts, and answers
as Braze does, after a delay. Bounded to loopback."""

from __future__ import annotations

import multiprocessing
import signal
import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.support.tls import server_side

ANSWER = b'{"message":"success"}'
HEAD = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n"


@dataclass
class Endpoint:
    """Where it is, and what it has counted so far."""

    port: int
    _counts: Any

    @property
    def url(self) -> str:
        """Of one that does not speak TLS."""
        return f"http://127.0.0.1:{self.port}"

    def objects(self) -> int:
        return int(self._counts[0])

    def requests(self) -> int:
        return int(self._counts[1])

    def last(self) -> float:
        """Unix time of the last request that was read whole."""
        return float(self._counts[2])


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def _serve(ready: Any, counts: Any, delay: float, certificate: Path | None) -> None:
    # The parent may have set handlers of RQ's before it forked us.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tls = server_side(certificate) if certificate else None

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def setup(self) -> None:
            if tls:
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            while self.rfile.readline():
                length = 0
                while (line := self.rfile.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                body = orjson.loads(self.rfile.read(length))
                with counts.get_lock():
                    counts[0] += sum(len(each) for each in body.values())
                    counts[1] += 1
                    counts[2] = time.time()
                if delay:
                    time.sleep(delay)
                self.wfile.write(HEAD + ANSWER)

    with _Server(("127.0.0.1", 0), Handler) as server:
        ready.send(server.server_address[1])
        server.serve_forever()


@contextmanager
def endpoint(delay: float = 0.0, certificate: Path | None = None) -> Iterator[Endpoint]:
    """An endpoint that answers after ``delay`` seconds, until the block ends. certificate: with its
    key in one file; then it speaks TLS."""
    context = multiprocessing.get_context("fork")
    counts = context.Array("d", 3)
    mine, its = context.Pipe(False)
    process = context.Process(target=_serve, args=(its, counts, delay, certificate))
    process.start()
    try:
        yield Endpoint(mine.recv(), counts)
    finally:
        process.terminate()
        process.join(5)
