"""Connections of the door out: urllib3's own, to addresses that were checked just now. They know
whether a byte of the request has left, and another thread can cut them."""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from hubapp.core.destination import Failure
from hubapp.core.words import Words
from hubapp.doors.addresses import is_public, look_up
from hubapp.doors.watchdog import Watchdog

_LEAST_SECONDS = 1.0
"""For each of several addresses, while there is time."""
_UNKNOWN_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_NO_WAY_THERE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
_watchdog = Watchdog()


class NotSent(Exception):
    """No byte of the request has left: failure and words say why."""

    def __init__(self, failure: Failure, words: Words) -> None:
        super().__init__(failure)
        self.failure, self.words = failure, words


def dial(address: str, port: int, seconds: float, options: Any) -> socket.socket:
    """A connection to an address. options: of the socket, as urllib3 has them. Raises OSError."""
    return create_connection((address, port), seconds, socket_options=options)


@dataclass(frozen=True)
class Network:
    """How names become addresses, and addresses connections."""

    resolve: Callable[[str, int, float], Sequence[str]] = look_up
    dial: Callable[[str, int, float, Any], socket.socket] = dial


class Exchange:
    """A request, from before there is a connection until its answer is read. sent: a byte of it has
    left; late: it took too long and was cut."""

    def __init__(self) -> None:
        self.sent = self.late = False
        self._wire: socket.socket | None = None
        self._lock = threading.Lock()

    def uses(self, connected: socket.socket) -> None:
        """Goes over this connection. It is kept under a number of its own: TLS takes the socket
        from whoever made it, and cutting must not touch the state of TLS in another thread."""
        self._forget()
        with self._lock:
            number, family, kind = connected.fileno(), connected.family, connected.type
            self._wire = socket.fromfd(number, family, kind)
        if self.late:
            self.cut()

    def cut(self) -> None:
        """It has taken too long: end it, whatever it is waiting for."""
        self.late = True
        with self._lock, contextlib.suppress(OSError):
            if self._wire is not None:
                self._wire.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        with self._lock:
            if self._wire is not None:
                self._wire.close()
                self._wire = None

    @contextlib.contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Cut when the block takes longer."""
        with _watchdog.at_most(seconds, self.cut):
            try:
                yield
            finally:
                self._forget()


class Way:
    """How one thread goes out. checked: to public addresses only; exchange: the one under way."""

    def __init__(self, network: Network, checked: bool) -> None:
        self._network, self._checked = network, checked
        self.exchange = Exchange()

    def open(self, host: str, port: int, seconds: float, options: Any) -> socket.socket:
        """Connect to the first of the host's addresses that takes us. What was checked is what is
        dialled, so that a name cannot answer with a public address to the check and a private one
        to the connection. Raises NotSent or OSError."""
        end = time.monotonic() + seconds
        addresses = self._addresses(host, port, seconds)
        for at, address in enumerate(addresses, 1):
            left = end - time.monotonic()
            share = min(left, max(_LEAST_SECONDS, left / (len(addresses) - at + 1)))
            try:
                connected = self._network.dial(address, port, share, options)
            except OSError:
                if at == len(addresses) or time.monotonic() >= end:
                    raise
            else:
                return self._taken(connected, seconds)
        raise NotSent(Failure.NO_HOST, Words("no such host"))

    def _taken(self, connected: socket.socket, seconds: float) -> socket.socket:
        connected.settimeout(seconds)
        self.exchange.uses(connected)
        if self.exchange.late:
            connected.close()
            raise TimeoutError
        return connected

    def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        try:
            addresses = self._network.resolve(host, port, seconds)
        except TimeoutError:
            words = Words("the name was not looked up within %(seconds)s s", seconds=f"{seconds:g}")
            raise NotSent(Failure.NOT_SENT, words) from None
        except UnicodeError:
            # A label that is empty or too long.
            raise NotSent(Failure.NO_HOST, Words("no such host")) from None
        except socket.gaierror as error:
            # A listed host is one of the operator's own, which may come up in a moment.
            if self._checked and error.errno in _UNKNOWN_NAME:
                raise NotSent(Failure.NO_HOST, Words("no such host")) from None
            words = Words("the name could not be looked up")
            raise NotSent(Failure.NOT_SENT, words) from None
        if self._checked and not all(is_public(each) for each in addresses):
            raise NotSent(Failure.FORBIDDEN, Words("the host leads to a private address"))
        return addresses


def _why(error: Exception, seconds: float) -> Words:
    """Why there is no connection. seconds: that there were for it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message
        return Words("the certificate of the host was not accepted: %(why)s", why=why)
    if isinstance(error, TimeoutError):
        return Words("no connection within %(seconds)s s", seconds=f"{seconds:g}")
    if isinstance(error, ssl.SSLError | ConnectionResetError):
        return Words("no secure connection could be made")
    if isinstance(error, ConnectionRefusedError):
        return Words("the connection was refused")
    if isinstance(error, OSError) and error.errno in _NO_WAY_THERE:
        return Words("the host cannot be reached")
    return Words("no connection could be made")


class _Known:
    """What is ours in a connection: its way, and the mark at the first byte of a request."""

    sock: socket.socket | None
    _dns_host: str  # urllib3's: with the dot at its end that keeps a name from being searched
    port: int
    timeout: Any
    socket_options: Any

    def __init__(self, way: Way, **named: Any) -> None:
        super().__init__(**named)
        self._way = way

    def _new_conn(self) -> socket.socket:
        return self._way.open(self._dns_host, self.port, self.timeout, self.socket_options)

    def connect(self) -> None:
        """With the handshake of TLS. Raises NotSent."""
        try:
            super().connect()  # type: ignore[misc]
        except (OSError, urllib3.exceptions.HTTPError) as error:
            late = TimeoutError() if self._way.exchange.late else error
            raise NotSent(Failure.NOT_SENT, _why(late, self.timeout)) from error

    def request(self, *given: Any, **named: Any) -> None:
        if self.sock is not None:
            self._way.exchange.uses(self.sock)
        super().request(*given, **named)  # type: ignore[misc]

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self._way.exchange.sent = True
        super().send(data)  # type: ignore[misc]


class _HTTPS(_Known, HTTPSConnection):
    pass


class _HTTP(_Known, HTTPConnection):
    pass


def pools(way: Way) -> dict[str, Callable[..., HTTPConnectionPool]]:
    """What makes urllib3's pools for each scheme, with connections that go this way."""

    def made(kind: type[HTTPConnectionPool], ours: Any, *given: Any, **named: Any) -> Any:
        pool = kind(*given, **named)
        pool.ConnectionCls = partial(ours, way)  # type: ignore[assignment]
        return pool

    return {
        "https": partial(made, HTTPSConnectionPool, _HTTPS),
        "http": partial(made, HTTPConnectionPool, _HTTP),
    }
