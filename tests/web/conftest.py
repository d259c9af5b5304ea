"""Each request as production has it: ``g`` begins empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import g, request_started


@pytest.fixture(autouse=True)
def each_request_begins_anew() -> Iterator[None]:
    """The tests' own app context would lend one request's ``g`` (who is logged in, the nonce) to
    the next."""

    def forget(sender: object, **_: object) -> None:
        for name in list(g):
            g.pop(name)

    with request_started.connected_to(forget):
        yield
