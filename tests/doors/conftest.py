"""The ways out of the door to servers of this machine, and small databases."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from hubapp.core.destination import Failure, OutgoingRequest, Reply
from hubapp.doors import http
from hubapp.extensions import db
from tests.doors.one_table import app_at, make_table
from tests.support.internet import ADDRESS, LOOPBACK, Internet
from tests.support.tls import HOST, Authority, server_side


class Road:
    """From the door to a server of this machine: plain to an origin that is listed, as the sandbox
    is, or by its name over TLS to addresses that are checked, as Braze is. tls: what the server
    speaks TLS with."""

    def __init__(self, authority: Authority, tls: ssl.SSLContext | None) -> None:
        self.tls = tls
        self.internet = Internet({HOST: [ADDRESS], LOOPBACK: [LOOPBACK]})
        self.door = http.Door(self.internet.network, str(authority.bundle))

    def url(self, port: int) -> str:
        return f"https://{HOST}:{port}" if self.tls else f"http://{LOOPBACK}:{port}"

    def posted(self, port: int, seconds: float = 2, **headers: str) -> Reply:
        """The reply of whoever listens on this port."""
        url = self.url(port)
        request = OutgoingRequest("POST", f"{url}/users/track", headers, b'{"a":1}')
        return self.door.send(request, seconds, [] if self.tls else [url])

    def not_sent(self, port: int = 1) -> str:
        """Why nothing was sent, so that it may be tried again without harm."""
        reply = self.posted(port)
        assert (reply.status, reply.failure) == (None, Failure.NOT_SENT)
        return str(reply.words)


@pytest.fixture
def tls(authority: Authority) -> ssl.SSLContext:
    """The server's side of TLS."""
    return server_side(authority.certificate())


@pytest.fixture(params=["plain", "tls"])
def road(request: pytest.FixtureRequest, authority: Authority, tls: ssl.SSLContext) -> Road:
    """Both ways that the door is used."""
    return Road(authority, tls if request.param == "tls" else None)


@pytest.fixture
def checked(authority: Authority, tls: ssl.SSLContext) -> Road:
    """The way to Braze alone."""
    return Road(authority, tls)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'door.db'}"
    url = str(request.getfixturevalue("postgres").database("door"))
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def door(address: str) -> Iterator[Flask]:
    """An app with one table, that of workspaces, and Acme in it, on both databases."""
    yield from _with_table(app_at(address))


@pytest.fixture
def sqlite_door(tmp_path: Path) -> Iterator[Flask]:
    """``door`` on SQLite alone."""
    yield from _with_table(app_at(f"sqlite:///{tmp_path / 'door.db'}"))


def _with_table(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        make_table()
        yield app
        db.session.remove()
        db.engine.dispose()
