"""``POST /users/track`` (CONTRACT 2, 3, 6)."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from hubapp.sandbox.profiles import take
from hubapp.sandbox.store import ALL_SCOPES, Json, Store
from hubapp.sandbox.validation import CHECKS, identity_error, said

bp = Blueprint("track", __name__)
ARRAYS = ("attributes", "events", "purchases")
_LARGEST = 4 * 1024 * 1024
_PER_PLAN = {"default75": 75, "mau": 75}
_NO_VALID_DATA = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
_SYNTAX = "Error while parsing request body. Please check your syntax."


def _store() -> Store:
    return current_app.extensions["store"]


@bp.post("/users/track")
def track() -> Response:
    """In the order of CONTRACT 10: key, permission, type, size, syntax, count, objects."""
    store = _store()
    raw = request.get_data()
    return answered(store, lambda: _answer(store, raw))


def answered(store: Store, answer: Callable[[], tuple[int, Json]]) -> Response:
    """The answer to a request, or the fault that comes before it."""
    fault = _next_fault(store)
    if fault and fault.get("delay"):
        time.sleep(min(float(fault["delay"]), 60))
    if fault and fault.get("drop"):
        if fault.get("apply"):
            answer()
        _hang_up()
        return _reply(500, None)
    if fault and not (fault.get("status") is None and fault.get("apply")):
        if fault.get("apply"):
            answer()
        return _reply(fault.get("status", 500), fault.get("body"), fault)
    status, body = answer()
    return _reply(status, body)


@bp.post("/users/track/")
def track_with_slash() -> Response:
    """The trailing slash goes wrong (CONTRACT 6.3)."""
    return _reply(403, {"message": "Forbidden"})


def _answer(store: Store, raw: bytes) -> tuple[int, Json]:
    body = read(store, raw, "users.track")
    if isinstance(body, tuple):
        return body
    sent = {name: body.get(name, []) for name in ARRAYS}
    if any(not isinstance(items, list) for items in sent.values()):
        return 400, {"message": _NO_VALID_DATA}
    if _too_many(store, sent):
        return 400, {"message": "Max Input Length Exceeded"}
    with store.lock:
        return _process(store, sent, body)


def read(store: Store, raw: bytes, scope: str) -> Json | tuple[int, Json]:
    """The body, or why it is not looked at. scope: what the key must be allowed to do."""
    refused = _refused(store, scope)
    if refused is None and not (request.mimetype or "").endswith("json"):
        refused = 415, {"message": "Unsupported Media Type"}
    if refused is None and len(raw) > _LARGEST:
        refused = 413, {"message": "Request Entity Too Large"}
    if refused:
        return refused
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return 400, {"error": _SYNTAX}
    return body if isinstance(body, dict) else (400, {"error": _SYNTAX})


def _refused(store: Store, scope: str) -> tuple[int, Json] | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    scopes = store.keys.get(key.strip()) if scheme == "Bearer" else None
    if scopes is None:
        return 401, {"message": "Invalid API Key"}
    if store.given.get("key_ip_allowlist"):
        return 401, {"message": "Invalid API Key"}
    if ALL_SCOPES not in scopes and scope not in scopes:
        return 403, {"message": "Access Denied"}
    return None


def _too_many(store: Store, sent: dict[str, list[Any]]) -> bool:
    plan = store.given.get("plan", "default75")
    if plan == "legacy225":
        return any(len(items) > 75 for items in sent.values())
    return sum(len(items) for items in sent.values()) > _PER_PLAN.get(plan, 75)


def _process(store: Store, sent: dict[str, list[Any]], body: Json) -> tuple[int, Json]:
    errors: list[Json] = []
    accepted = dict.fromkeys(ARRAYS, 0)
    style = store.given.get("type_style", "code")
    for name in ARRAYS:
        for index, item in enumerate(sent[name]):
            wrong = identity_error(item, store.given) or CHECKS[name](item, store.given)
            if wrong:
                errors.append({"type": said(wrong, style), "input_array": name, "index": index})
            else:
                take(store, name, item)
                accepted[name] += 1
    _remember(store, sent, body)
    if not any(accepted.values()):
        return 400, {"message": _NO_VALID_DATA, **({"errors": errors} if errors else {})}
    reply: Json = {f"{name}_processed": count for name, count in accepted.items() if count}
    reply["message"] = "success"
    return 201, reply | ({"errors": errors} if errors else {})


def _remember(store: Store, sent: dict[str, list[Any]], body: Json) -> None:
    objects = sum(len(items) for items in sent.values())
    store.counts["requests"] += 1
    store.counts["objects"] += objects
    for name in ("attributes", "events"):
        store.counts[name] += len(sent[name])
    store.sizes.append(objects)
    store.requests.append(
        {
            "time": time.time(),
            "user_agent": request.headers.get("User-Agent", ""),
            "body": body,
        }
    )


def _next_fault(store: Store) -> Json | None:
    with store.lock:
        if not store.faults:
            return None
        fault = store.faults[0]
        fault["count"] = int(fault.get("count") or 1) - 1
        if fault["count"] <= 0:
            store.faults.pop(0)
        return fault


def _hang_up() -> None:
    """Close the connection without an answer, under werkzeug and gunicorn alike."""
    for name in ("werkzeug.socket", "gunicorn.socket"):
        found = request.environ.get(name)
        if found is not None:
            found.shutdown(socket.SHUT_RDWR)


def _reply(status: int, body: Any, fault: Json | None = None) -> Response:
    raw = (fault or {}).get("raw_body")
    content = raw if raw is not None else orjson.dumps(body if body is not None else {})
    response = Response(content, status=status, content_type="application/json")
    response.headers["X-Request-Id"] = uuid.uuid4().hex
    plan, style = _store().given.get("plan"), _store().given.get("reset_style", "epoch")
    empty = status == 401
    if not (status == 429 and plan == "mau") and not (fault or {}).get("headers"):
        reset = int(time.time()) // 3600 * 3600 + 3600
        shown = reset if style == "epoch" else reset - int(time.time())
        response.headers["X-RateLimit-Limit"] = "" if empty else "3000"
        response.headers["X-RateLimit-Remaining"] = "" if empty else "2999"
        response.headers["X-RateLimit-Reset"] = "" if empty else str(shown)
    for name, value in ((fault or {}).get("headers") or {}).items():
        response.headers[name] = str(value)
    return response
