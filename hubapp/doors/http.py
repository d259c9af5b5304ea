"""The one door out: time-outs, no redirects, no private addresses, and failures as values."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from hubapp.core.destination import Failure, OutgoingRequest, Reply
from hubapp.core.words import Words
from hubapp.doors.wire import Exchange, Network, NotSent, Way, pools

_LARGEST_REPLY = 1024 * 1024
_SHORTEST_KEY = 8
_LEFT = "…"
_NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])
_NO_ANSWER = (
    requests.exceptions.RequestException,
    urllib3.exceptions.HTTPError,
    OSError,
    ValueError,
)


class _Adapter(HTTPAdapter):
    def __init__(self, way: Way) -> None:
        self._way = way
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = pools(self._way)


class _Session(requests.Session):
    """Kept alive, by one thread. No proxies or credentials of the environment, and no cookies: what
    one workspace's endpoint sets is nothing to another's."""

    def __init__(self, way: Way, authorities: str) -> None:
        super().__init__()
        self.way = way
        self.trust_env = False
        self.verify = authorities or True
        self.cookies.set_policy(_NO_COOKIES)
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(way))


@dataclass(frozen=True)
class Door:
    """A way out of this machine. network: how names are looked up and addresses dialled;
    authorities: a file with the certificates to trust, else the public ones that come with
    requests; connect_seconds: to connect, TLS included, with whatever addresses there are."""

    network: Network = field(default_factory=Network)
    authorities: str = ""
    connect_seconds: float = 5.0
    _kept: threading.local = field(default_factory=threading.local)

    def send(
        self, request: OutgoingRequest, timeout: float, allowed_origins: Sequence[str] = ()
    ) -> Reply:
        """Send and read the answer. Never raises: why there is no answer is in ``failure``.

        timeout: seconds for the answer, and those to connect beside, however slowly it drips;
        allowed_origins: may be http or private (tests, sandbox).
        """
        try:
            parts = urlsplit(request.url)
        except ValueError:
            return _nothing(Failure.NO_HOST, Words("no such host"))
        listed = f"{parts.scheme}://{parts.netloc}" in allowed_origins
        if parts.scheme != "https" and not listed:
            return _nothing(Failure.FORBIDDEN, Words("only https addresses are allowed"))
        exchange, session = Exchange(), self._session(checked=not listed)
        session.way.exchange = exchange
        try:
            with exchange.at_most(timeout + self.connect_seconds):
                reply = self._talk(session, request, timeout)
        except NotSent as why:
            return _nothing(why.failure, why.words)
        except _NO_ANSWER as error:
            return _answerless(error, exchange, timeout) if exchange.sent else _unsent(error)
        # What was cut may look like an answer that ended.
        return _too_late(timeout) if exchange.late else reply

    def _session(self, checked: bool) -> _Session:
        name = "checked" if checked else "listed"
        session: _Session | None = getattr(self._kept, name, None)
        if session is None:
            session = _Session(Way(self.network, checked), self.authorities)
            setattr(self._kept, name, session)
        return session

    def _talk(self, session: _Session, request: OutgoingRequest, timeout: float) -> Reply:
        with session.request(
            request.method,
            request.url,
            data=request.body,
            headers=dict(request.headers),
            timeout=(self.connect_seconds, timeout),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = b""
            for chunk in response.iter_content(65536):
                body += chunk
                if len(body) > _LARGEST_REPLY:
                    break
            key = _key_of(request)
            headers = {
                name.lower(): _without(key, value) for name, value in response.headers.items()
            }
            kept = body.replace(key.encode(), _LEFT.encode()) if key else body
            return Reply(response.status_code, headers, kept)


def _key_of(request: OutgoingRequest) -> str:
    """What the request shows to be let in; empty: nothing, or what is no secret at that length."""
    shown = request.headers.get("Authorization", "").partition(" ")[2]
    return shown if len(shown) >= _SHORTEST_KEY else ""


def _without(key: str, said: str) -> str:
    """Answers are kept and shown; one may repeat what it was asked with."""
    return said.replace(key, _LEFT) if key else said


def _nothing(failure: Failure, words: Words) -> Reply:
    return Reply(None, failure=failure, words=words)


def _unsent(error: Exception) -> Reply:
    """Not even a connection was tried, or all but the first byte was ready on it."""
    if isinstance(error, requests.exceptions.InvalidURL):
        return _nothing(Failure.NO_HOST, Words("no such host"))
    if isinstance(error, requests.exceptions.InvalidHeader | UnicodeError):
        # It would be the same at the next try.
        words = Words("the key, or another header, has a character that HTTP cannot carry")
        return _nothing(Failure.FORBIDDEN, words)
    return _nothing(Failure.NOT_SENT, Words("the request could not be sent"))


def _answerless(error: Exception, exchange: Exchange, timeout: float) -> Reply:
    if exchange.late or _timed_out(error):
        return _too_late(timeout)
    if isinstance(error, requests.exceptions.ConnectionError):
        words = Words("the connection was closed without an answer")
    else:
        words = Words("the answer broke off")
    return _nothing(Failure.UNKNOWN, words)


def _timed_out(error: BaseException | None) -> bool:
    """requests says of a time-out within the body that the connection broke."""
    while error is not None:
        if isinstance(error, requests.exceptions.Timeout | TimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _too_late(timeout: float) -> Reply:
    words = Words("no answer within %(seconds)s s", seconds=f"{timeout:g}")
    return _nothing(Failure.UNKNOWN, words)


_door = Door()


def send(request: OutgoingRequest, timeout: float, allowed_origins: Sequence[str] = ()) -> Reply:
    """``Door.send`` by the door that this process has."""
    return _door.send(request, timeout, allowed_origins)
