"""Where a name leads, and which addresses are on the public internet."""

from __future__ import annotations

import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue

_UNICAST = IPv6Network("2000::/3")
"""All that is given out for single hosts. Outside of it stand the ways to write an IPv4 address in
IPv6 (mapped, compatible, NAT64), site-local and multicast, several of which Python calls global."""
_TUNNELS = (
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("2002::/16"),  # 6to4: any IPv4 address stands in the next 32 bits
    IPv6Network("3fff::/20"),  # documentation, newer than Python's list
)
_RELAYS = IPv4Network("192.88.99.0/24")  # 6to4 again


def is_public(address: str) -> bool:
    """It belongs to one host on the public internet, and to nothing that passes packets on to an
    address within. False for what is no address. Source: IANA's registries of special addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if not found.is_global or found.is_multicast:
        return False
    return _is_public_4(found) if isinstance(found, IPv4Address) else _is_public_6(found)


def _is_public_4(address: IPv4Address) -> bool:
    return address not in _RELAYS


def _is_public_6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _UNICAST:
        return False
    return not any(address in network for network in _TUNNELS)


MOST_LOOK_UPS = 64
"""Under way at once: while a resolver stays silent, each keeps a thread for up to a minute."""
_free = threading.BoundedSemaphore(MOST_LOOK_UPS)


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name, the one to try first first. Raises socket.gaierror, and TimeoutError
    when there is no answer in time: nothing ends a look-up, so it goes on in a thread of its own,
    and nobody waits for it any longer."""
    if not _free.acquire(blocking=False):
        raise TimeoutError("too many names are being looked up")
    found: SimpleQueue[list[str] | Exception] = SimpleQueue()
    try:
        threading.Thread(target=_look_up, args=(host, port, found), daemon=True).start()
    except RuntimeError:
        _free.release()
        raise TimeoutError("no thread to look a name up") from None
    try:
        answer = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the resolver stays silent") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _look_up(host: str, port: int, found: SimpleQueue[list[str] | Exception]) -> None:
    try:
        each = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(str(one[4][0]) for one in each)))
    except (OSError, UnicodeError) as error:
        found.put(error)
    finally:
        _free.release()
