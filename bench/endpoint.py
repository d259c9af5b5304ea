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
from typing import Any

import orjson

ANSWER = b'{"message":"success"}'
HEAD = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n"


@dataclass
class Endpoint:
    """Where it is, and what it has counted so far."""

    url: str
    _counts: Any

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


def _serve(ready: Any, counts: Any, delay: float) -> None:
    # The parent may have set handlers of RQ's before it forked us.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

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
def endpoint(delay: float = 0.0) -> Iterator[Endpoint]:
    """An endpoint that answers after ``delay`` seconds, until the block ends."""
    context = multiprocessing.get_context("fork")
    counts = context.Array("d", 3)
    mine, its = context.Pipe(False)
    process = context.Process(target=_serve, args=(its, counts, delay))
    process.start()
    try:
        yield Endpoint(f"http://127.0.0.1:{mine.recv()}", counts)
    finally:
        process.terminate()
        process.join(5)
