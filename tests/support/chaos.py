"""A destination in a process of its own that plays every fault of CONTRACT 6 at random, and keeps
the truth: what it stored, in which order."""

from __future__ import annotations

import multiprocessing
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from tests.support.chaos_truth import Truth
from tests.support.tls import server_side


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def _read(stream: Any) -> bytes | None:
    """The body of the next request; None when there is no more, or only half of one."""
    if not stream.readline():
        return None
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    raw: bytes = stream.read(length)
    return raw if len(raw) == length else None


def _words(status: int, headers: dict, body: Any) -> bytes:
    raw = body.encode() if isinstance(body, str) else orjson.dumps(body)
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(raw)}"]
    for name, value in headers.items():
        lines.append(f"{name}: {int(time.time()) + 1 if value == 'epoch' else value}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def _serve(ready: Any, asked: Any, certificate: Path | None, *how: Any) -> None:
    truth = Truth(*how)
    tls = server_side(certificate) if certificate else None

    class Handler(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            self.gone = tls is not None and truth.hangs_up_at_once()
            if tls and not self.gone:
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            while not self.gone and (raw := _read(self.rfile)) is not None:
                found = truth.answer(orjson.loads(raw))
                if found is None:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.wfile.write(_words(*found))

    with _Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ready.send(server.server_address[1])
        while (order := asked.recv()) is not None:
            if order != "truth":
                truth.faulty = order
                continue
            with truth.lock:
                asked.send((truth.events, truth.newest, truth.inverted, truth.sizes, truth.played))


class Chaos:
    """The endpoint, and the truth that it keeps."""

    def __init__(self, port: int, asked: Any) -> None:
        self.port, self._asked = port, asked
        self.url = f"http://127.0.0.1:{port}"

    def truth(self) -> tuple[dict[str, int], dict[str, int], list[str], list[int], dict[str, int]]:
        """Events by submission, newest ``n`` by person, inverted people, sizes, faults played."""
        self._asked.send("truth")
        return self._asked.recv()  # type: ignore[no-any-return]

    def behave(self) -> None:
        """No more faults."""
        self._asked.send(0.0)


@contextmanager
def chaos(
    seed: int = 1, faulty: float = 0.0, slow: float = 1.5, certificate: Path | None = None
) -> Iterator[Chaos]:
    """An endpoint that errs on this share of its requests, until the block ends. certificate: with
    its key in one file; then it speaks TLS, and ``url`` is not for it."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe(False)
    asked, answered = context.Pipe()
    given = (its, answered, certificate, seed, faulty, slow)
    process = context.Process(target=_serve, args=given, daemon=True)
    process.start()
    try:
        yield Chaos(mine.recv(), asked)
    finally:
        process.terminate()
        process.join(5)
