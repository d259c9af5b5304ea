"""Pages of people: profiles, one profile, segments."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request

from hubapp.sandbox.attributes import STANDARD
from hubapp.sandbox.segments import OPERATORS, Condition, matches
from hubapp.sandbox.store import Json, Store
from hubapp.sandbox.subscriptions import GROUPS

bp = Blueprint("pages", __name__)
_PAGE = 50
_ROWS = 4


def _store() -> Store:
    return current_app.extensions["store"]


def name_of(profile: Json) -> str:
    """How a list shows a profile."""
    aliases = [alias["alias_name"] for alias in profile["user_aliases"]]
    known = [profile["external_id"], profile.get("email"), profile.get("phone"), *aliases]
    return next((str(each) for each in known if each), profile["braze_id"])


@bp.app_template_filter("moment")
def moment(stamp: float) -> str:
    return datetime.fromtimestamp(stamp, UTC).strftime("%d %b %Y %H:%M:%S UTC") if stamp else "–"


@bp.get("/favicon.ico")
def favicon() -> Response:
    mark = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="8" cx="8" cy="8"/></svg>'
    return Response(mark, content_type="image/svg+xml")


@bp.get("/sandbox.css")
def style() -> Response:
    body = (Path(__file__).parent / "sandbox.css").read_text("utf-8")
    return Response(body, content_type="text/css; charset=utf-8")


@bp.get("/live.js")
def live() -> Response:
    body = (Path(__file__).parent / "live.js").read_text("utf-8")
    return Response(body, content_type="text/javascript; charset=utf-8")


@bp.get("/")
def profiles() -> str:
    """Newest first, by search."""
    asked = request.args.get("q", "").strip().lower()
    with _store().lock:
        found = sorted(_store().profiles.values(), key=lambda each: -each["updated_at"])
    found = [each for each in found if asked in name_of(each).lower()]
    start = request.args.get("from", "0")
    first = int(start) if start.isdecimal() and len(start) < 10 else 0
    shown = [(name_of(each), each) for each in found[first : first + _PAGE]]
    following = first + _PAGE if len(found) > first + _PAGE else 0
    return render_template(
        "profiles.html", shown=shown, total=len(found), asked=asked, following=following
    )


@bp.get("/profiles/<braze_id>")
def profile(braze_id: str) -> str:
    found = _store().profiles.get(braze_id)
    if found is None:
        abort(404)
    standard = {key: found[key] for key in STANDARD if found.get(key) not in (None, "")}
    states = found.get("subscription_groups") or {}
    groups = {GROUPS.get(each, (each, ""))[0]: state for each, state in states.items()}
    sent = [each for each in _store().messages if each["profile"] == braze_id][::-1][:50]
    return render_template(
        "profile.html",
        profile=found,
        name=name_of(found),
        standard=standard,
        groups=groups,
        sent=sent,
    )


@bp.get("/segments")
def segments() -> str:
    """Built by a form; the address holds the segment."""
    conditions = _conditions()
    every = request.args.get("match", "all") == "all"
    with _store().lock:
        everybody = list(_store().profiles.values())
    members = [(name_of(each), each) for each in everybody if matches(each, conditions, every)]
    blank = Condition("attribute", "", "is", "")
    rows = [*conditions, *[blank] * max(1, _ROWS - len(conditions))]
    names = sorted({name for each in everybody for name in [*each["custom_attributes"], *STANDARD]})
    events = sorted({name for each in everybody for name in each["events"]})
    return render_template(
        "segments.html",
        rows=rows,
        every=every,
        members=members[:200],
        count=len(members),
        operators=OPERATORS,
        names=names,
        events=events,
        asked=bool(conditions),
    )


def _conditions() -> list[Condition]:
    parts = [request.args.getlist(key) for key in ("what", "name", "operator", "value")]
    return [Condition(*row) for row in zip(*parts, strict=False) if row[1].strip()][:20]
