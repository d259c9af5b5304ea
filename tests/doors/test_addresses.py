"""Which addresses are on the public internet."""

from __future__ import annotations

import socket
import threading

import pytest

from hubapp.doors import addresses
from hubapp.doors.addresses import is_public, look_up


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "151.101.1.1", "2606:4700::1111", "2a04:4e42::485", "2620:4f:8000::1"],
)
def test_a_host_on_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "198.18.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fd00::1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "5f00::1",
    ],
)
def test_what_stays_within(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("239.1.2.3", id="multicast of an organisation"),
        pytest.param("ff0e::1", id="multicast, global"),
        pytest.param("ff02::1", id="multicast of a link"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("::ffff:127.0.0.1", id="mapped"),
        pytest.param("::ffff:8.8.8.8", id="mapped, public"),
        pytest.param("::ffff:0:127.0.0.1", id="translated"),
        pytest.param("::127.0.0.1", id="compatible"),
        pytest.param("64:ff9b::a00:1", id="NAT64"),
        pytest.param("64:ff9b::808:808", id="NAT64, public"),
        pytest.param("64:ff9b:1::a00:1", id="NAT64 of a network"),
        pytest.param("2002:a00:1::", id="6to4"),
        pytest.param("192.88.99.1", id="6to4's relays"),
        pytest.param("2001:0:a00:1::", id="Teredo"),
    ],
)
def test_what_leads_to_another_address_or_to_many(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "rest.example", "8.8.8", "08.8.8.8", "8.8.8.8/32"])
def test_what_is_no_address_is_not_public(text):
    assert not is_public(text)


def test_this_machine_has_a_resolver():
    assert look_up("127.0.0.1", 443, 5) == ["127.0.0.1"]
    assert set(look_up("localhost", 443, 5)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize(("host", "error"), [("a" * 80 + ".com", UnicodeError), ("", OSError)])
def test_what_is_no_name_is_said_by_the_resolver(monkeypatch, host, error):
    if not host:
        monkeypatch.setattr(addresses.socket, "getaddrinfo", raising(socket.gaierror(-2, "none")))
    with pytest.raises(error):
        look_up(host, 443, 5)


def raising(error):
    def fails(*_given, **_named):
        raise error

    return fails


def test_a_silent_resolver_is_waited_for_no_longer_and_by_no_more_than_so_many(monkeypatch):
    begun, over = threading.Semaphore(0), threading.Event()

    def silent(*_given, **_named):
        begun.release()
        over.wait(10)
        return []

    monkeypatch.setattr(addresses.socket, "getaddrinfo", silent)
    monkeypatch.setattr(addresses, "_free", threading.BoundedSemaphore(2))
    for _ in range(2):
        with pytest.raises(TimeoutError, match="silent"):
            look_up("silent.example", 443, 0.01)
    with pytest.raises(TimeoutError, match="too many"):
        look_up("silent.example", 443, 0.01)
    assert begun.acquire(timeout=5)
    assert begun.acquire(timeout=5)
    over.set()
    for _ in range(2):
        assert addresses._free.acquire(timeout=5), "what is over gives back its place"
    addresses._free.release(2)
    assert look_up("silent.example", 443, 5) == []
