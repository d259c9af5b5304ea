"""Pages of what came: events, messages, subscription groups, the log of requests."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from hubapp.sandbox.answering import the_store
from hubapp.sandbox.log import readable
from hubapp.sandbox.messages import NAMES, campaigns_of, canvases_of
from hubapp.sandbox.pages import name_of
from hubapp.sandbox.store import Json
from hubapp.sandbox.subscriptions import GROUPS

bp = Blueprint("looking", __name__)
_LATEST = 100


@bp.get("/events")
def events() -> str:
    """The latest of everybody, and how often each name came."""
    store = the_store()
    counts: dict[str, int] = {}
    latest: list[tuple[Json, str, str]] = []
    with store.lock:
        for profile in store.profiles.values():
            for name, event in profile["events"].items():
                counts[name] = counts.get(name, 0) + event["count"]
            who = name_of(profile), profile["braze_id"]
            latest += [(each, *who) for each in profile.get("event_log", [])[-_LATEST:]]
    latest.sort(key=lambda each: str(each[0]["time"]), reverse=True)
    named = sorted(counts.items())
    return render_template("events.html", counts=named, latest=latest[:_LATEST])


@bp.get("/messages")
def messages() -> str:
    """What Braze would send; and what can be triggered here."""
    store = the_store()
    with store.lock:
        sent = [(each, _name(each["profile"])) for each in list(store.messages)[::-1][:_LATEST]]
        kinds = [(each, "Campaign") for each in campaigns_of(store)]
        kinds += [(each, "Canvas") for each in canvases_of(store)]
    known = [(NAMES.get(each, "Campaign"), kind, each) for each, kind in kinds]
    return render_template("messages.html", sent=sent, known=known)


def _name(braze_id: Any) -> str:
    found = the_store().profiles.get(braze_id)
    return name_of(found) if found else ""


@bp.get("/groups")
def groups() -> str:
    """How many are in each subscription group."""
    store = the_store()
    with store.lock:
        states = [each.get("subscription_groups") or {} for each in store.profiles.values()]
    ids = [*GROUPS, *sorted({each for state in states for each in state if each not in GROUPS})]
    shown = []
    for each in ids:
        said = [state[each] for state in states if each in state]
        name, channel = GROUPS.get(each, ("Group of yours", "email"))
        shown.append((name, channel, each, said.count("subscribed"), said.count("unsubscribed")))
    return render_template("groups.html", shown=shown)


@bp.get("/requests")
def requests() -> str:
    """Every request with its answer, the latest first."""
    store = the_store()
    with store.lock:
        latest = list(store.log)[::-1][:50]
    shown = [(each, readable(each["body"]), readable(each["answer"])) for each in latest]
    return render_template("requests.html", shown=shown)
