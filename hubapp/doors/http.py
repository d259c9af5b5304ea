"""The one door out: time-outs, no redirects, no private addresses, and failures as values."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests
import structlog
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from hubapp.core.destination import Failure, OutgoingRequest, Reply
from hubapp.core.words import Words

log = structlog.get_logger()
_CONNECT_SECONDS = 5.0
_LARGEST_REPLY = 1024 * 1024
_sessions = threading.local()


class _PrivateAddress(Exception):
    """The name leads to an address that is not on the public internet."""


class _NoSuchHost(Exception):
    """The name does not exist."""


def _public_addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)):
            raise _NoSuchHost from None
        raise
    addresses = [str(each[4][0]) for each in found]
    if not all(ipaddress.ip_address(each.split("%")[0]).is_global for each in addresses):
        raise _PrivateAddress
    return addresses


def _checked_connect(connection: Any) -> socket.socket:
    """Connect to an address that was checked just now, so that a name cannot answer with a
    public address to the check and a private one to the connection."""
    address = _public_addresses(connection.host, connection.port)[0]
    return socket.create_connection((address, connection.port), connection.timeout)


class _Watched:
    """A connection that can be cut from another thread while it is used."""

    sock: socket.socket | None

    def request(self, *given: Any, **named: Any) -> None:
        _sessions.in_use.append(self)
        super().request(*given, **named)  # type: ignore[misc]

    def cut(self) -> None:
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _HTTPS(_Watched, HTTPSConnection):
    pass


class _HTTP(_Watched, HTTPConnection):
    pass


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPS


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTP


class _CheckedHTTPS(_HTTPS):
    def _new_conn(self) -> socket.socket:
        return _checked_connect(self)


class _CheckedHTTP(_HTTP):
    def _new_conn(self) -> socket.socket:
        return _checked_connect(self)


class _CheckedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


class _CheckedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _Adapter(HTTPAdapter):
    pools: ClassVar[dict[str, type[HTTPConnectionPool]]] = {"https": _HTTPSPool, "http": _HTTPPool}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self.pools


class _CheckedAdapter(_Adapter):
    pools: ClassVar[dict[str, type[HTTPConnectionPool]]] = {
        "https": _CheckedHTTPSPool,
        "http": _CheckedHTTPPool,
    }


def _session(checked: bool) -> requests.Session:
    """A kept-alive session of this thread. No proxies or credentials of the environment."""
    name = "checked" if checked else "listed"
    session = getattr(_sessions, name, None)
    if session is None:
        session = requests.Session()
        session.trust_env = False
        adapter = _CheckedAdapter() if checked else _Adapter()
        for scheme in ("https://", "http://"):
            session.mount(scheme, adapter)
        setattr(_sessions, name, session)
    return session


def send(request: OutgoingRequest, timeout: float, allowed_origins: Sequence[str] = ()) -> Reply:
    """Send and read the answer. Never raises: why there is no answer is in ``failure``.

    timeout: seconds for the answer, and 5 s more to connect, however slowly it drips;
    allowed_origins: may be http or private (tests, sandbox).
    """
    parts = urlsplit(request.url)
    listed = f"{parts.scheme}://{parts.netloc}" in allowed_origins
    if parts.scheme != "https" and not listed:
        return Reply(
            None, failure=Failure.FORBIDDEN, words=Words("only https addresses are allowed")
        )
    try:
        with _at_most(timeout + _CONNECT_SECONDS):
            return _exchange(request, timeout, _session(checked=not listed))
    except _PrivateAddress:
        return Reply(
            None, failure=Failure.FORBIDDEN, words=Words("the host leads to a private address")
        )
    except _NoSuchHost:
        return Reply(None, failure=Failure.NO_HOST, words=Words("no such host"))
    except requests.exceptions.ConnectTimeout:
        return Reply(None, failure=Failure.NOT_SENT, words=Words("no connection within 5 s"))
    except requests.exceptions.Timeout:
        words = Words("no answer within %(seconds)s s", seconds=f"{timeout:g}")
        return Reply(None, failure=Failure.UNKNOWN, words=words)
    except requests.exceptions.ConnectionError as error:
        return _broken(error)
    except (requests.exceptions.RequestException, OSError, urllib3.exceptions.HTTPError):
        return Reply(None, failure=Failure.UNKNOWN, words=Words("the answer broke off"))


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Cut the connection that this thread uses when the block takes longer."""
    in_use: list[_Watched] = []
    _sessions.in_use = in_use

    def cut() -> None:
        for connection in in_use:
            connection.cut()

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _exchange(request: OutgoingRequest, timeout: float, session: requests.Session) -> Reply:
    with session.request(
        request.method,
        request.url,
        data=request.body,
        headers=dict(request.headers),
        timeout=(_CONNECT_SECONDS, timeout),
        allow_redirects=False,
        stream=True,
    ) as response:
        body = b""
        for chunk in response.iter_content(65536):
            body += chunk
            if len(body) > _LARGEST_REPLY:
                break
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body)


def _broken(error: requests.exceptions.ConnectionError) -> Reply:
    text = repr(error)
    if "NewConnectionError" in text or "Connection refused" in text:
        return Reply(None, failure=Failure.NOT_SENT, words=Words("the connection was refused"))
    if "NameResolutionError" in text:
        return Reply(None, failure=Failure.NOT_SENT, words=Words("the name could not be looked up"))
    return Reply(
        None, failure=Failure.UNKNOWN, words=Words("the connection was closed without an answer")
    )
