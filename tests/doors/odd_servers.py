"""Servers that answer by the byte, for the door out."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

DONE = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-Request-ID: r1\r\n\r\n{}"


class Server:
    """Answers each request with the next of these, and hangs up after the last. requests: head and
    body of what it was sent; connections: how many were opened."""

    def __init__(self, answers: tuple[bytes, ...], tls: ssl.SSLContext | None) -> None:
        self.answers, self.tls = list(answers), tls
        self.requests: list[tuple[bytes, bytes]] = []
        self.connections = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.connections += 1
            try:
                if self.tls:
                    connection = self.tls.wrap_socket(connection, server_side=True)
                self.talk(connection)
            except OSError:
                pass
            connection.close()

    def talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as given:
            while head := self.head(given):
                length = re.search(rb"content-length: (\d+)", head.lower())
                self.requests.append((head, given.read(int(length[1]) if length else 0)))
                connection.sendall(self.answers.pop(0) if self.answers else b"")
                if not self.answers:
                    return

    @staticmethod
    def head(given: BinaryIO) -> bytes:
        """Nothing when the client has hung up."""
        lines = []
        while (line := given.readline()) not in (b"\r\n", b""):
            lines.append(line)
        return b"".join(lines)


@contextmanager
def answering(*answers: bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(answers, tls)
    yield server
    # Wakes the thread that waits in accept().
    server.listening.shutdown(socket.SHUT_RDWR)
    server.listening.close()


@contextmanager
def dripping(first: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server that answers ``first`` and then a byte every 20 ms, for ten seconds at
    most."""
    listening = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        connection, _ = listening.accept()
        try:
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            connection.recv(65536)
            connection.sendall(first)
            for _ in range(500):
                if done.wait(0.02):
                    break
                connection.sendall(b"x")
        except OSError:
            pass
        connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    done.set()
    listening.close()
