"""What the door out costs a request, on the path to Braze: TLS, by name, to checked addresses."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import requests

from bench.endpoint import endpoint
from bench.rows import Row, row
from hubapp.core.destination import OutgoingRequest
from hubapp.doors import http
from tests.support.internet import Internet
from tests.support.tls import HOST, Authority

REQUESTS = 3000
"""Of each, one by one in turn, and the middle one counts: a machine is not equally fast all the
time, and stands still for milliseconds when others use it."""
BODY = orjson.dumps({"attributes": [{"email": "ana@example.com", "first_name": "Ana"}]})
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer sandbox-key"}


def _took(once: Callable[[], int]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    status = once()
    took = time.perf_counter() - begun
    assert status == 201
    return took * 1000


def sending_row(folder: Path) -> Iterator[Row]:
    """A small request, so that what stands around it weighs most."""
    authority = Authority(folder)
    bundle = str(authority.bundle)
    with endpoint(certificate=authority.certificate()) as target, requests.Session() as bare:
        bare.trust_env, bare.verify = False, bundle
        door = http.Door(Internet().network, bundle)
        request = OutgoingRequest(
            "POST", f"https://{HOST}:{target.port}/users/track", HEADERS, BODY
        )
        url = f"https://127.0.0.1:{target.port}/users/track"

        def ours() -> int:
            return door.send(request, 30).status or 0

        def reference() -> int:
            return bare.post(url, data=BODY, headers=HEADERS).status_code

        ours(), reference()
        pairs = [(_took(ours), _took(reference)) for _ in range(REQUESTS)]
    mine, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    what = "request over TLS through the door beside a bare kept-alive session"
    yield row(what, "ms", mine, other, mine / other, budget="<= 1.5", sample=REQUESTS)
