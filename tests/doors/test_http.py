"""The one door out: what it lets through, what it reads, and servers that are odd on purpose."""

from __future__ import annotations

import errno
import gzip
import socket
import time

import pytest

from hubapp.core.destination import Failure, OutgoingRequest
from hubapp.doors import http
from tests.doors.conftest import HOST
from tests.doors.odd_servers import answering, dripping

HEAD = b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n"
DONE = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-Request-ID: r1\r\n\r\n{}"


def posted_to(url: str, seconds: float = 2, allowed=None):
    request = OutgoingRequest("POST", f"{url}/users/track", {"X-One": "1"}, b'{"a":1}')
    return http.send(request, seconds, [url] if allowed is None else allowed)


def asked(*answers: bytes, seconds: float = 2):
    """The reply when a server answers with these bytes, once."""
    with answering(*answers) as server:
        return posted_to(server.url, seconds)


@pytest.fixture
def internet(monkeypatch):
    """Names lead to these addresses, and every connection to this port of this machine."""

    def made(addresses: list[str] | Exception, port: int | Exception = 0) -> None:
        def look_up(host, at, *_, **__):
            if isinstance(addresses, Exception):
                raise addresses
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, at)) for each in addresses]

        def connect(address, timeout=None, *_, **__):
            if isinstance(port, Exception):
                raise port
            connected = socket.socket()
            connected.connect(("127.0.0.1", port))
            return connected

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", connect)

    return made


def test_a_request_goes_out_as_it_was_built_and_the_answer_comes_back_whole():
    with answering(DONE) as server:
        reply = posted_to(server.url)
    assert (reply.status, reply.body, reply.failure) == (201, b"{}", None)
    assert reply.headers["x-request-id"] == "r1"
    head, body = server.requests[0]
    assert head.startswith(b"POST /users/track HTTP/1.1\r\n")
    assert b"X-One: 1" in head
    assert body == b'{"a":1}'


def test_a_connection_is_kept_for_the_next_request():
    with answering(DONE, DONE) as server:
        for _ in range(2):
            posted_to(server.url)
    assert (server.connections, len(server.requests)) == (1, 2)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment_do_not_count(monkeypatch, name):
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked(DONE).status == 201


def test_a_redirect_is_an_answer_and_not_followed():
    reply = asked(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    )
    assert (reply.status, reply.headers["location"]) == (302, "http://127.0.0.1:1/")


def test_an_answer_that_never_ends_is_read_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(http, "_LARGEST_REPLY", 1000)
    reply = asked(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 70_000)
    assert reply.status == 200
    assert 1000 < len(reply.body) <= 70_000


def test_a_packed_answer_is_unpacked():
    body = gzip.compress(b"hello")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    assert asked(head.encode() + body).body == b"hello"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "the connection was closed without an answer"),
        (b"hello\r\n\r\n", "the connection was closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "the answer broke off"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
            "the answer broke off",
        ),
    ],
    ids=["nothing", "no HTTP", "half", "not what it says"],
)
def test_what_is_no_answer_leaves_the_outcome_unknown(answer, words):
    reply = asked(answer)
    assert (reply.status, reply.failure, str(reply.words)) == (None, Failure.UNKNOWN, words)


def test_a_server_that_says_nothing_in_time_leaves_the_outcome_unknown():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reply = posted_to(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.05)
    assert (reply.failure, str(reply.words)) == (Failure.UNKNOWN, "no answer within 0.05 s")


def test_a_refused_connection_was_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    reply = posted_to(url)
    assert (reply.failure, str(reply.words)) == (Failure.NOT_SENT, "the connection was refused")


@pytest.mark.parametrize("url", ["http://rest.example", "ftp://rest.example", "//rest.example"])
def test_only_https_goes_out(internet, url):
    internet(AssertionError("nobody was to be asked"))
    reply = posted_to(url, allowed=[])
    assert (reply.failure, str(reply.words)) == (
        Failure.FORBIDDEN,
        "only https addresses are allowed",
    )


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "2130706433",
        "user:password@127.0.0.1",
    ],
)
def test_no_private_address_is_asked(host):
    reply = posted_to(f"https://{host}", allowed=[])
    assert reply.failure is Failure.FORBIDDEN
    assert "private address" in str(reply.words)


def test_a_name_that_leads_to_one_private_address_is_not_asked_at_all(internet):
    internet(["8.8.8.8", "10.0.0.1"], AssertionError("nobody was to be asked"))
    assert posted_to(f"https://{HOST}", allowed=[]).failure is Failure.FORBIDDEN


@pytest.mark.parametrize("code", [socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)])
def test_a_name_that_does_not_exist(internet, code):
    internet(socket.gaierror(code, "unknown"))
    reply = posted_to(f"https://{HOST}", allowed=[])
    assert (reply.failure, str(reply.words)) == (Failure.NO_HOST, "no such host")


def test_a_public_server_is_asked_by_its_name_over_tls(internet, tls, certificate, monkeypatch):
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    names = []
    tls.sni_callback = lambda _, name, __: names.append(name)
    with answering(DONE, tls=tls) as server:
        internet(["8.8.8.8"], server.port)
        reply = posted_to(f"https://{HOST}", allowed=[])
    assert (reply.status, reply.body, names) == (201, b"{}", [HOST])


@pytest.mark.parametrize("host", [HOST, "other.example"])
def test_a_server_that_cannot_show_who_it_is_gets_nothing(
    internet, tls, certificate, monkeypatch, host
):
    if host != HOST:
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    with answering(DONE, tls=tls) as server:
        internet(["8.8.8.8"], server.port)
        assert posted_to(f"https://{host}", allowed=[]).status is None
    assert server.requests == []


def test_a_listed_server_may_be_private_and_still_has_to_show_who_it_is(
    tls, certificate, monkeypatch
):
    with answering(DONE, tls=tls) as server:
        assert posted_to(server.url).status is None
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
        assert posted_to(server.url).status == 201


def test_a_public_server_that_is_away_was_not_sent_anything(internet):
    internet(["8.8.8.8"], ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"))
    reply = posted_to(f"https://{HOST}", allowed=[])
    assert reply.failure is Failure.NOT_SENT
    assert "refused" in str(reply.words)


def test_a_listed_name_that_cannot_be_looked_up_now_was_not_sent_anything(internet):
    internet(socket.gaierror(socket.EAI_AGAIN, "later"))
    reply = posted_to(f"http://{HOST}")
    assert reply.failure is Failure.NOT_SENT
    assert "could not be looked up" in str(reply.words)


def test_no_connection_in_time_was_not_sent_anything(monkeypatch):
    def late(*_, **__):
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", late)
    reply = posted_to("http://127.0.0.1:1")
    assert (reply.failure, str(reply.words)) == (Failure.NOT_SENT, "no connection within 5 s")


@pytest.mark.parametrize("first", [HEAD + b"\r\n", HEAD + b"X-Slow: ", b"HTT"])
def test_an_answer_that_only_drips_is_cut(monkeypatch, first):
    """Each piece comes in time, so no time-out of the socket ever ends it."""
    monkeypatch.setattr(http, "_CONNECT_SECONDS", 0.1)
    with dripping(first) as url:
        begun = time.monotonic()
        reply = posted_to(url, seconds=0.1)
    assert time.monotonic() - begun < 3
    assert (reply.status, reply.failure) == (None, Failure.UNKNOWN)
