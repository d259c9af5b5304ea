"""An internet of one machine: names lead to public addresses, and those to loopback. What is
between the two, the check of the addresses, is the door's own."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from typing import Any

from hubapp.doors import wire
from tests.support.tls import HOST

ADDRESS, LOOPBACK = "8.8.8.8", "127.0.0.1"


class Internet:
    """names: what each leads to, or why it leads nowhere; roads: why an address cannot be reached.
    asked and dialled: the names and addresses, in order."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str] | Exception] | None = None,
        roads: Mapping[str, Exception] | None = None,
    ) -> None:
        self.names, self.roads = names or {HOST: [ADDRESS]}, roads or {}
        self.asked: list[str] = []
        self.dialled: list[str] = []
        self.network = wire.Network(self.resolve, self.dial)

    def resolve(self, host: str, port: int, _seconds: float) -> Sequence[str]:
        self.asked.append(host)
        found = self.names.get(host, socket.gaierror(socket.EAI_NONAME, "unknown"))
        if isinstance(found, Exception):
            raise found
        return found

    def dial(self, address: str, port: int, seconds: float, options: Any) -> socket.socket:
        self.dialled.append(address)
        if found := self.roads.get(address):
            raise found
        return wire.dial(LOOPBACK, port, seconds, options)
