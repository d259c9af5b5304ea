"""The page on which one sets how the sandbox behaves: keys and their permissions, the plan's
limits, what goes wrong next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from hubapp.sandbox.answering import the_store
from hubapp.sandbox.store import ALL_SCOPES, Json

bp = Blueprint("tuning", __name__)
SCOPES = (
    "users.track users.track.sync users.track.bulk users.alias.new users.alias.update "
    "users.identify users.merge users.delete users.export.ids email.status "
    "subscription.status.set subscription.status.get subscription.groups.get "
    "campaigns.trigger.send campaigns.list canvas.trigger.send canvas.list transactional.send "
    "segments.list"
).split()
PLANS = {
    "default75": "75 objects in a request (today's)",
    "legacy225": "75 of each kind (older workspaces)",
    "mau": "75 objects, by monthly users: tells only how long to wait",
    "mau2025": "50 objects (plans of 2025)",
}
FAULTS: dict[str, tuple[str, Json]] = {
    "429": ("is told to wait 20 seconds (429)", {"status": 429, "headers": {"Retry-After": 20}}),
    "500": ("meets an error of the server (500)", {"status": 500}),
    "504": ("is stored, but answered 504", {"status": 504, "apply": True}),
    "drop": ("is stored, but the line is cut", {"drop": True, "apply": True}),
    "slow": ("is answered after 10 seconds", {"delay": 10, "apply": True}),
    "401": (
        "is refused for its key (401)",
        {"status": 401, "body": {"message": "Invalid API Key"}},
    ),
}
_LONGEST_KEY = 100


@bp.before_request
def own_page_only() -> None:
    """Another site's page may not set anything here."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        abort(403)


@bp.get("/behaviour")
def behaviour() -> str:
    store = the_store()
    with store.lock:
        keys = [(key, sorted(scopes)) for key, scopes in store.keys.items()]
        given, waiting = dict(store.given), len(store.faults)
    return render_template(
        "behaviour.html",
        keys=keys,
        scopes=SCOPES,
        plans=PLANS,
        plan=given.get("plan", "default75"),
        rate=given.get("rate") or {},
        faults=FAULTS,
        waiting=waiting,
        everything=ALL_SCOPES,
    )


@bp.post("/behaviour/keys")
def add_key() -> Response:
    """A key with permissions of its own; without any it may do everything."""
    key = request.form.get("key", "").strip()
    if not key or len(key) > _LONGEST_KEY or any(each.isspace() or each == '"' for each in key):
        abort(400, "A key has 1 to 100 characters, without spaces and quotes.")
    chosen = [each for each in request.form.getlist("scope") if each in SCOPES]
    return _changed(lambda store: store.keys.update({key: set(chosen or [ALL_SCOPES])}))


@bp.post("/behaviour/keys/revoke")
def revoke() -> Response:
    """From now on the key is unknown."""
    return _changed(lambda store: store.keys.pop(request.form.get("key", ""), None))


@bp.post("/behaviour/plan")
def plan() -> Response:
    """How many objects and requests the plan allows."""
    chosen = request.form.get("plan", "")
    if chosen not in PLANS:
        abort(400, "There is no such plan.")
    numbers = [request.form.get(name, "").strip() for name in ("requests", "seconds")]
    whole = all(each.isdecimal() and len(each) < 8 and int(each) for each in numbers)
    if any(numbers) and not whole:
        abort(400, "A limit is a whole number of requests in a whole number of seconds.")
    rate = {"requests": int(numbers[0]), "seconds": int(numbers[1])} if whole else None
    return _changed(lambda store: store.given.update(plan=chosen, rate=rate))


@bp.post("/behaviour/faults")
def fault() -> Response:
    """What happens to the next request."""
    chosen = FAULTS.get(request.form.get("fault", ""))
    if chosen is None:
        abort(400, "There is no such fault.")
    return _changed(lambda store: store.faults.append({**chosen[1], "count": 1}))


def _changed(change: Any) -> Response:
    store = the_store()
    with store.lock:
        change(store)
        store.dirty = True
    return redirect("/behaviour", 303)
