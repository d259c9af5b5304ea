"""The one door out: what it lets through, what it reads, and servers that are odd on purpose. All
that has to do with a server is asked twice: plain, and over TLS with checked addresses."""

from __future__ import annotations

import gzip
import time

import pytest

from hubapp.core.destination import Failure, OutgoingRequest
from hubapp.doors import http
from tests.doors.conftest import Road
from tests.doors.odd_servers import DONE, answering, dripping
from tests.support.internet import ADDRESS, Internet
from tests.support.tls import HOST

HEAD = b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n"
CLOSING = b"HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n"


def asked(road: Road, *answers: bytes, seconds: float = 2):
    """The reply when a server answers with these bytes, once."""
    with answering(*answers, tls=road.tls) as server:
        return road.posted(server.port, seconds)


def refused(url: str, *allowed: str, door: http.Door | None = None):
    """The reply to a request that is not to reach anybody: failure and words."""
    request = OutgoingRequest("POST", url, {}, b"{}")
    reply = (door or http.Door(Internet({}).network)).send(request, 2, allowed)
    assert reply.status is None
    return reply.failure, str(reply.words)


def test_a_request_goes_out_as_it_was_built_and_the_answer_comes_back_whole(road):
    with answering(DONE, tls=road.tls) as server:
        reply = road.posted(server.port, **{"X-One": "1"})
    assert (reply.status, reply.body, reply.failure) == (201, b"{}", None)
    assert reply.headers["x-request-id"] == "r1"
    head, body = server.requests[0]
    assert head.startswith(b"POST /users/track HTTP/1.1\r\n")
    assert b"X-One: 1" in head
    assert body == b'{"a":1}'


def test_a_connection_is_kept_for_the_next_request(road):
    with answering(DONE, DONE, tls=road.tls) as server:
        for _ in range(2):
            road.posted(server.port)
    assert (server.connections, len(server.requests)) == (1, 2)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment_do_not_count(road, monkeypatch, name):
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked(road, DONE).status == 201


def test_what_one_server_wants_to_be_remembered_is_not(road):
    cookie = DONE.replace(b"X-Request-ID: r1", b"Set-Cookie: who=acme")
    with answering(cookie, DONE, tls=road.tls) as server:
        for _ in range(2):
            assert road.posted(server.port).status == 201
    assert b"cookie" not in server.requests[1][0].lower()


def test_a_redirect_is_an_answer_and_not_followed(road):
    reply = asked(
        road, b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    )
    assert (reply.status, reply.headers["location"]) == (302, "http://127.0.0.1:1/")


def test_a_key_that_an_answer_repeats_is_not_read(road):
    told = b'{"message":"Invalid API key: top-secret-key"}'
    head = b"HTTP/1.1 401 No\r\nX-Key: top-secret-key\r\nContent-Length: %d\r\n\r\n" % len(told)
    with answering(head + told, tls=road.tls) as server:
        reply = road.posted(server.port, Authorization="Bearer top-secret-key")
    assert reply.body == '{"message":"Invalid API key: …"}'.encode()
    assert reply.headers["x-key"] == "…"
    assert b"Bearer top-secret-key" in server.requests[0][0]


def test_a_key_so_short_that_any_word_holds_it_is_left(road):
    with answering(DONE, tls=road.tls) as server:
        assert road.posted(server.port, Authorization="Bearer {}").body == b"{}"


def test_an_answer_that_never_ends_is_read_up_to_a_bound(road, monkeypatch):
    monkeypatch.setattr(http, "_LARGEST_REPLY", 1000)
    reply = asked(road, b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 70_000)
    assert reply.status == 200
    assert 1000 < len(reply.body) <= 70_000


def test_a_packed_answer_is_unpacked(road):
    body = gzip.compress(b"hello")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    assert asked(road, head.encode() + body).body == b"hello"


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
def test_what_is_no_answer_leaves_the_outcome_unknown(road, answer, words):
    reply = asked(road, answer)
    assert (reply.status, reply.failure, str(reply.words)) == (None, Failure.UNKNOWN, words)


def test_a_server_that_says_nothing_in_time_leaves_the_outcome_unknown(road):
    with dripping(b"", road.tls) as port:
        # It drips after 20 ms.
        reply = road.posted(port, seconds=0.005)
    assert (reply.failure, str(reply.words)) == (Failure.UNKNOWN, "no answer within 0.005 s")


@pytest.mark.parametrize(
    "first", [HEAD + b"\r\n", CLOSING, HEAD + b"X-Slow: ", b"HTT"], ids=[0, 1, 2, 3]
)
def test_an_answer_that_only_drips_is_cut(road, first):
    """Each piece comes in time, so no time-out of the socket ever ends it."""
    road.door = http.Door(road.door.network, road.door.authorities, connect_seconds=0.6)
    with dripping(first, road.tls) as port:
        begun = time.monotonic()
        reply = road.posted(port, seconds=0.1)
    assert time.monotonic() - begun < 3
    assert (reply.failure, str(reply.words)) == (Failure.UNKNOWN, "no answer within 0.1 s")


@pytest.mark.parametrize("url", ["http://rest.example", "ftp://rest.example", "//rest.example"])
def test_only_https_goes_out(url):
    internet = Internet()
    assert refused(url, door=http.Door(internet.network)) == (
        Failure.FORBIDDEN,
        "only https addresses are allowed",
    )
    assert internet.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::7f00:1]",
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
    """By the resolver that this machine has."""
    assert refused(f"https://{host}", door=http.Door()) == (
        Failure.FORBIDDEN,
        "the host leads to a private address",
    )


@pytest.mark.parametrize("other", ["10.0.0.1", "fec0::1", "ff0e::1", "2002:a00:1::", "fe80::1%lo"])
def test_a_name_that_leads_to_one_private_address_is_not_asked_at_all(other):
    internet = Internet({HOST: [ADDRESS, other]})
    assert refused(f"https://{HOST}", door=http.Door(internet.network))[0] is Failure.FORBIDDEN
    assert internet.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "https://nobody.example",
        f"https://{'a' * 64}.example",
        "https://rest..example",
        "https://*.example",
        "https://",
        "https://[::1",
        "https://rest.example:port",
    ],
)
def test_a_name_that_does_not_exist(url):
    assert refused(url) == (Failure.NO_HOST, "no such host")
    assert refused(url, door=http.Door(Internet({"nobody.example": []}).network))[0] is (
        Failure.NO_HOST
    )


def test_a_public_server_is_asked_by_its_name_over_tls(checked):
    names = []
    checked.tls.sni_callback = lambda _, name, __: names.append(name)
    with answering(DONE, tls=checked.tls) as server:
        reply = checked.posted(server.port)
    assert (reply.status, reply.body, names) == (201, b"{}", [HOST])
    assert b"Host: rest.example:" in server.requests[0][0]


def test_the_address_that_was_checked_is_the_one_that_is_dialled(checked):
    """Asked once, so that a second answer cannot lead within."""
    with answering(DONE, tls=checked.tls) as server:
        checked.posted(server.port)
    assert (checked.internet.asked, checked.internet.dialled) == ([HOST], [ADDRESS])


def test_a_listed_server_may_be_private_and_still_has_to_show_who_it_is(authority, tls):
    with answering(DONE, tls=tls) as server:
        url = f"https://127.0.0.1:{server.port}"
        request = OutgoingRequest("POST", url, {}, b"{}")
        assert refused(url, url, door=http.Door())[0] is Failure.NOT_SENT
        assert http.Door(authorities=str(authority.bundle)).send(request, 2, [url]).status == 201


def test_a_listed_name_that_does_not_exist_may_yet_come_up():
    """A sandbox in another container, that is just starting."""
    assert refused("http://sandbox:8001", "http://sandbox:8001")[0] is Failure.NOT_SENT


def test_a_header_that_http_cannot_carry_is_said_and_nothing_is_sent(road):
    with answering(DONE, DONE, tls=road.tls) as server:
        for key in ("Bearer ключ", "Bearer two\nlines"):
            reply = road.posted(server.port, Authorization=key)
            assert reply.failure is Failure.FORBIDDEN
            assert str(reply.words) == (
                "the key, or another header, has a character that HTTP cannot carry"
            )
        assert server.requests == []
        assert road.posted(server.port).status == 201


def test_without_certificates_to_trust_nothing_is_sent(checked, tmp_path):
    checked.door = http.Door(checked.internet.network, str(tmp_path / "missing.pem"))
    assert checked.not_sent() == "the request could not be sent"


def test_the_process_has_a_door():
    request = OutgoingRequest("GET", "https://127.0.0.1", {}, b"")
    assert http.send(request, 1).failure is Failure.FORBIDDEN
