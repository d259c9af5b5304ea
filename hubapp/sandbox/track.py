"""``POST /users/track`` (CONTRACT 2, 3, 6)."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, request

from hubapp.sandbox.answering import Answer, endpoint, reply
from hubapp.sandbox.profiles import find, take
from hubapp.sandbox.store import Json, Store
from hubapp.sandbox.validation import CHECKS, IDENTIFIERS, identity_error, said

bp = Blueprint("track", __name__)
ARRAYS = ("attributes", "events", "purchases")
_LARGEST_BULK = 2 * 1024 * 1024
_MOST_IN_BULK = 1000
_PER_PLAN = {"default75": 75, "mau": 75, "mau2025": 50}
_NO_VALID_DATA = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
_TOO_MANY: Answer = (400, {"message": "Max Input Length Exceeded"})


@bp.post("/users/track")
def track() -> Response:
    """In the order of CONTRACT 10: key, permission, type, size, syntax, count, objects."""
    return endpoint("users.track", _answer)


@bp.post("/users/track/")
def track_with_slash() -> Response:
    """The trailing slash goes wrong (CONTRACT 6.3)."""
    return reply(403, {"message": "Forbidden"})


@bp.post("/users/track/bulk")
def bulk() -> Response:
    """More objects, a smaller body (CONTRACT 2.6)."""
    return endpoint("users.track.bulk", _bulk, _LARGEST_BULK)


@bp.post("/users/track/sync")
def sync() -> Response:
    """One object, and its profile comes back (CONTRACT 2.6)."""
    return endpoint("users.track.sync", _sync)


def _sent(body: Json) -> dict[str, list[Any]] | None:
    """The three arrays; None when one of them is something else."""
    sent = {name: body.get(name, []) for name in ARRAYS}
    return sent if all(isinstance(items, list) for items in sent.values()) else None


def _answer(store: Store, body: Json) -> Answer:
    sent = _sent(body)
    if sent is None:
        return 400, {"message": _NO_VALID_DATA}
    if _too_many(store, sent):
        return _TOO_MANY
    return _process(store, sent, body)


def _bulk(store: Store, body: Json) -> Answer:
    sent = _sent(body)
    if sent is None:
        return 400, {"message": _NO_VALID_DATA}
    if sum(map(len, sent.values())) > _MOST_IN_BULK:
        return _TOO_MANY
    return _process(store, sent, body)


def _sync(store: Store, body: Json) -> Answer:
    sent = _sent(body)
    if sent is None or sum(map(len, sent.values())) != 1:
        return 400, {"message": "Exactly one object must be provided"}
    status, answer = _process(store, sent, body)
    if status != 201:
        return status, answer
    name, item = next((name, items[0]) for name, items in sent.items() if items)
    return 201, {"users": _stored(store, name, item), "message": "success"}


def _stored(store: Store, name: str, item: Json) -> list[Json]:
    """What the profile has of the object now; nobody when it found and made none."""
    profile = find(store, item)
    if profile is None:
        return []
    who = {key: item[key] for key in IDENTIFIERS if key in item}
    if name == "attributes":
        kept = profile["custom_attributes"]
        return [who | {"custom_attributes": {key: kept[key] for key in item if key in kept}}]
    if name == "events":
        return [who | {"custom_events": [{"name": item["name"]}]}]
    return [who | {"purchase_events": [{"product_id": item["product_id"]}]}]


def _too_many(store: Store, sent: dict[str, list[Any]]) -> bool:
    plan = store.given.get("plan", "default75")
    if plan == "legacy225":
        return any(len(items) > 75 for items in sent.values())
    return sum(len(items) for items in sent.values()) > _PER_PLAN.get(plan, 75)


def _process(store: Store, sent: dict[str, list[Any]], body: Json) -> Answer:
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
