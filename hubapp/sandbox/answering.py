"""How every endpoint reads a request and answers it (CONTRACT 1.2, 2.4, 6.3, 10)."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, current_app, request

from hubapp.sandbox import log, rates
from hubapp.sandbox.store import ALL_SCOPES, Json, Store

LARGEST = 4 * 1024 * 1024
"""Bytes of a body, at every endpoint but the bulk one (CONTRACT 2.2)."""
_SYNTAX = "Error while parsing request body. Please check your syntax."
Answer = tuple[int, Json]


def the_store() -> Store:
    """What this sandbox remembers."""
    return current_app.extensions["store"]


def endpoint(
    scope: str, answer: Callable[[Store, Json], Answer], largest: int = LARGEST
) -> Response:
    """The reply of an endpoint that takes a JSON body. scope: the permission that the key must
    have; ``answer`` runs with the store's lock held."""
    store, raw = the_store(), request.get_data()

    def whole() -> Answer:
        body = _read(store, raw, scope, largest)
        if isinstance(body, tuple):
            return body
        with store.lock:
            return answer(store, body)

    return _answered(store, raw, whole)


def reading(scope: str, answer: Callable[[Store], Answer]) -> Response:
    """The reply of an endpoint that is asked by GET."""
    store = the_store()

    def whole() -> Answer:
        if refused := _refused(store, scope):
            return refused
        with store.lock:
            return answer(store)

    return _answered(store, b"", whole)


def _answered(store: Store, raw: bytes, answer: Callable[[], Answer]) -> Response:
    """The answer, or the fault that comes before it; either stands in the log."""
    fault = _next_fault(store)
    if fault and fault.get("delay"):
        time.sleep(min(float(fault["delay"]), 60))
    if fault and fault.get("drop"):
        if fault.get("apply"):
            answer()
        log.note(store, raw, 0, None)
        _hang_up()
        return reply(500, None)
    if fault and not (fault.get("status") is None and fault.get("apply")):
        if fault.get("apply"):
            answer()
        status = fault.get("status", 500)
        log.note(store, raw, status, fault.get("body"))
        return reply(status, fault.get("body"), fault)
    status, body = answer()
    log.note(store, raw, status, body)
    return reply(status, body)


def _read(store: Store, raw: bytes, scope: str, largest: int) -> Json | Answer:
    """The body, or why it is not looked at."""
    refused = _refused(store, scope)
    if refused is None and not (request.mimetype or "").endswith("json"):
        refused = 415, {"message": "Unsupported Media Type"}
    if refused is None and len(raw) > largest:
        refused = 413, {"message": "Request Entity Too Large"}
    if refused:
        return refused
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return 400, {"error": _SYNTAX}
    return body if isinstance(body, dict) else (400, {"error": _SYNTAX})


def _refused(store: Store, scope: str) -> Answer | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    scopes = store.keys.get(key.strip()) if scheme == "Bearer" else None
    if scopes is None or store.given.get("key_ip_allowlist"):
        return 401, {"message": "Invalid API Key"}
    if ALL_SCOPES not in scopes and scope not in scopes:
        return 403, {"message": "Access Denied"}
    with store.lock:
        if not rates.take_one(store):
            return 429, {"message": "Rate Limited"}
    return None


def _next_fault(store: Store) -> Json | None:
    """The first that is for this path: one without a path is for any."""
    with store.lock:
        fault = next((f for f in store.faults if f.get("path", request.path) == request.path), None)
        if fault is None:
            return None
        fault["count"] = int(fault.get("count") or 1) - 1
        if fault["count"] <= 0:
            store.faults.remove(fault)
        return fault


def _hang_up() -> None:
    """Close the connection without an answer, under werkzeug and gunicorn alike."""
    for name in ("werkzeug.socket", "gunicorn.socket"):
        found = request.environ.get(name)
        if found is not None:
            found.shutdown(socket.SHUT_RDWR)


def reply(status: int, body: Any, fault: Json | None = None) -> Response:
    """A response with the headers of CONTRACT 2.4."""
    raw = (fault or {}).get("raw_body")
    content = raw if raw is not None else orjson.dumps(body if body is not None else {})
    response = Response(content, status=status, content_type="application/json")
    response.headers["X-Request-Id"] = uuid.uuid4().hex
    own = (fault or {}).get("headers") or {}
    for name, value in (own or rates.headers(the_store(), status)).items():
        response.headers[name] = str(value)
    return response
