"""Connections: every address has its turn, small requests are not held back, and what was sent is
known to the byte."""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
import threading
import time

import pytest

from hubapp.core.destination import Failure
from hubapp.doors import http, wire
from tests.doors.odd_servers import DONE, answering, dripping
from tests.support.internet import ADDRESS, LOOPBACK, Internet
from tests.support.tls import HOST, server_side

SIXTH = "2606:4700::1111"
"""An address of IPv6 comes first, whether or not this machine gets that far."""
NO_ROUTE = OSError(errno.ENETUNREACH, "Network is unreachable")
REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")


def leading_to(road, *addresses, **roads):
    """The road, once its name leads there; roads: see Internet."""
    road.internet.names = dict.fromkeys(road.internet.names, addresses)
    road.internet.roads = roads["roads"]
    return road


@pytest.mark.parametrize("error", [NO_ROUTE, REFUSED, TimeoutError()])
def test_an_address_that_does_not_take_us_leaves_the_turn_to_the_next(road, error):
    leading_to(road, SIXTH, "1.1.1.1", ADDRESS, roads={SIXTH: error, "1.1.1.1": error})
    with answering(DONE, tls=road.tls) as server:
        assert road.posted(server.port).status == 201
    assert road.internet.dialled == [SIXTH, "1.1.1.1", ADDRESS]


def test_when_none_takes_us_the_last_one_says_why(road):
    leading_to(road, SIXTH, ADDRESS, roads={SIXTH: NO_ROUTE, ADDRESS: REFUSED})
    assert road.not_sent() == "the connection was refused"
    assert road.internet.dialled == [SIXTH, ADDRESS]


@pytest.fixture
def clock(monkeypatch):
    """Goes on only when somebody waits."""

    class Clock:
        now = 0.0

        def monotonic(self):
            return self.now

    ticking = Clock()
    monkeypatch.setattr(wire, "time", ticking)
    return ticking


@pytest.mark.parametrize(("many", "each"), [(1, 5), (2, 2.5), (4, 1.25)])
def test_addresses_share_the_time_to_connect(clock, many, each):
    waited = patience(clock, many)
    assert waited == [pytest.approx(each)] * many


def test_of_very_many_addresses_only_as_many_are_tried_as_there_is_time_for(clock):
    assert patience(clock, 40) == [pytest.approx(1)] * 5


def patience(clock, many: int) -> list[float]:
    """How long each address is waited for when none of them says anything."""
    waited = []

    def mute(address, port, seconds, options):
        waited.append(seconds)
        clock.now += seconds
        raise TimeoutError

    addresses = [f"8.8.8.{number}" for number in range(many)]
    network = wire.Network(lambda *_: addresses, mute)
    with pytest.raises(TimeoutError):
        wire.Way(network, checked=True).open(HOST, 443, 5, [])
    return waited


def test_time_that_one_address_does_not_use_is_the_next_ones(clock):
    waited = []

    def dial(address, port, seconds, options):
        waited.append(seconds)
        raise REFUSED

    network = wire.Network(lambda *_: ["8.8.8.1", "8.8.8.2"], dial)
    with pytest.raises(ConnectionRefusedError):
        wire.Way(network, checked=True).open(HOST, 443, 5, [])
    assert waited == [2.5, 5]


def test_a_small_request_is_not_held_back(road, monkeypatch):
    """Headers and body leave in two pieces: without TCP_NODELAY the second waits until the first
    is acknowledged, which takes 40 ms."""
    found, dial = [], wire.dial

    def watched(*given):
        opened = dial(*given)
        found.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        return opened

    monkeypatch.setattr(wire, "dial", watched)
    with answering(DONE, tls=road.tls) as server:
        assert road.posted(server.port).status == 201
    assert found == [True]


def test_a_kept_connection_that_was_hung_up_is_not_used_again(road):
    with answering(DONE, tls=road.tls) as server:
        assert road.posted(server.port).status == 201
        # It hangs up once it sees that it has no more to say.
        time.sleep(0.05)
        server.answers.append(DONE)
        assert road.posted(server.port).status == 201
    assert server.connections == 2


def test_from_the_first_byte_on_it_may_have_arrived(road):
    with answering(b"", tls=road.tls) as server:
        reply = road.posted(server.port)
    assert (reply.failure, len(server.requests)) == (Failure.UNKNOWN, 1)


def test_what_is_cut_before_it_has_a_connection_gets_none():
    way = wire.Way(Internet().network, checked=True)
    with answering(DONE) as server, way.exchange.at_most(60):
        way.exchange.cut()
        with pytest.raises(TimeoutError):
            way.open(HOST, server.port, 5, [])


def test_cutting_reaches_whoever_waits_for_the_other_side():
    ours, other = socket.socketpair()
    with other, ours:
        exchange = wire.Exchange()
        with exchange.at_most(60):
            exchange.uses(ours)
            threading.Timer(0.05, exchange.cut).start()
            ours.settimeout(10)
            assert ours.recv(1) == b""
        assert exchange.late


def test_what_is_over_is_not_cut_any_more():
    """Its connection is kept, and another request may be on it."""
    ours, other = socket.socketpair()
    with ours, other:
        exchange = wire.Exchange()
        with exchange.at_most(60):
            exchange.uses(ours)
        exchange.cut()
        ours.sendall(b"x")
        assert other.recv(1) == b"x"


@pytest.mark.parametrize("fault", ["another name", "expired", "nobody trusts who signed it"])
def test_a_server_that_cannot_show_who_it_is_gets_nothing(checked, authority, fault):
    name, days = ("other.example" if fault == "another name" else HOST), 1
    if fault == "expired":
        days = -1
    elif fault.startswith("nobody"):
        checked.door = http.Door(checked.internet.network)
    with answering(DONE, tls=server_side(authority.certificate(name, days))) as server:
        words = checked.not_sent(server.port)
    assert words.startswith("the certificate of the host was not accepted: ")
    assert server.requests == []


def test_a_refused_connection_was_not_sent(road):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    assert road.not_sent(port) == "the connection was refused"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "no connection within 5 s"),
        (NO_ROUTE, "the host cannot be reached"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "the host cannot be reached"),
        (OSError(errno.EMFILE, "Too many open files"), "no connection could be made"),
    ],
)
def test_no_connection_was_not_sent(road, error, words):
    road.internet.roads = {ADDRESS: error, LOOPBACK: error}
    assert road.not_sent() == words


def test_a_name_that_cannot_be_looked_up_now_was_not_sent_anything(road):
    later = socket.gaierror(socket.EAI_AGAIN, "later")
    road.internet.names = {HOST: later, LOOPBACK: later}
    assert road.not_sent() == "the name could not be looked up"


def test_a_resolver_that_stays_silent_keeps_nobody_waiting(road):
    road.internet.names = dict.fromkeys((HOST, LOOPBACK), TimeoutError())
    assert road.not_sent() == "the name was not looked up within 5 s"


def test_a_handshake_that_fails_was_not_sent(checked):
    checked.tls.minimum_version = ssl.TLSVersion.TLSv1_2
    checked.tls.set_ciphers("ADH-AES128-SHA256:@SECLEVEL=0")
    checked.tls.maximum_version = ssl.TLSVersion.TLSv1_2
    with answering(DONE, tls=checked.tls) as server:
        assert checked.not_sent(server.port) == "no secure connection could be made"


def test_a_server_that_hangs_up_before_the_handshake_was_not_sent_anything(checked):
    with answering(b"", tls=None) as server:
        server.talk = lambda connection: None
        assert checked.not_sent(server.port) == "no secure connection could be made"


def test_a_server_that_speaks_no_tls_was_not_sent_anything(checked):
    with dripping(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert checked.not_sent(port) == "no secure connection could be made"


@pytest.mark.parametrize("first", [None, b"\x16\x03\x03\x40\x00"], ids=["mute", "dripping"])
def test_a_handshake_that_takes_too_long_is_cut_and_was_not_sent(checked, first):
    """A record of TLS that comes by the byte never lets the socket's time run out."""
    checked.door = http.Door(checked.door.network, checked.door.authorities, connect_seconds=0.2)
    with contextlib.ExitStack() as stack:
        if first is None:
            mute = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = mute.getsockname()[1]
        else:
            port = stack.enter_context(dripping(first))
        begun = time.monotonic()
        reply = checked.posted(port, seconds=0.2)
    assert time.monotonic() - begun < 3
    assert (reply.failure, str(reply.words)) == (Failure.NOT_SENT, "no connection within 0.2 s")
