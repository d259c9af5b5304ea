"""What tests use: reset, preconditions, faults, state (CONTRACT 10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, jsonify, request

from hubapp.sandbox.store import ALL_SCOPES, Json, Store

bp = Blueprint("control", __name__)


def _store() -> Store:
    return current_app.extensions["store"]


@bp.post("/__sandbox/reset")
def reset() -> Any:
    """Forget profiles, requests, faults and preconditions."""
    _store().reset()
    return {"message": "reset"}


@bp.post("/__sandbox/given")
def given() -> Any:
    """Preconditions: plan, users, blocklist_attributes, blacklist_ids, fault, keys, ..."""
    store, wanted = _store(), request.get_json()
    with store.lock:
        store.given |= wanted
        for user in wanted.get("users", []):
            _add_user(store, user)
        for key, scopes in wanted.get("keys", {}).items():
            store.keys[key] = set(scopes or [ALL_SCOPES])
        if fault := wanted.get("fault"):
            store.faults.append(dict(fault))
    return {"message": "given"}


def _add_user(store: Store, user: Json) -> None:
    profile = store.new_profile()
    profile.update({key: value for key, value in user.items() if key != "updated_at"})
    store.profiles[profile["braze_id"]] = profile
    events = user.get("events") or {}
    profile["events"] = {
        name: each if isinstance(each, dict) else {"count": each} for name, each in events.items()
    }
    moment = user.get("updated_at")
    profile["updated_at"] = datetime.fromisoformat(moment).timestamp() if moment else 0.0
    store.index(profile)


@bp.post("/__sandbox/faults")
def faults() -> Any:
    """One fault or a list: ``{path, status, headers, body, raw_body, apply, drop, delay,
    count}``."""
    wanted = request.get_json()
    with _store().lock:
        _store().faults += [
            dict(each) for each in (wanted if isinstance(wanted, list) else [wanted])
        ]
    return {"message": "faults set"}


@bp.post("/__sandbox/keys")
def keys() -> Any:
    """``{"revoke": key}`` makes a key invalid; ``{"add": key}`` makes one that may do all, or what
    ``scopes`` lists."""
    wanted = request.get_json()
    with _store().lock:
        _store().keys.pop(wanted.get("revoke", ""), None)
        if added := wanted.get("add"):
            _store().keys[added] = set(wanted.get("scopes") or [ALL_SCOPES])
    return {"message": "keys set"}


@bp.get("/__sandbox/state")
def state() -> Any:
    """Everything, or the profile of ``?selector=``."""
    store = _store()
    with store.lock:
        if selector := request.args.get("selector"):
            return jsonify(store.select(selector))
        return jsonify(
            profiles=list(store.profiles.values()),
            requests=list(store.requests),
            messages=list(store.messages),
            counts=store.counts,
            sizes=store.sizes[-1000:],
            now=store.now().timestamp(),
        )
