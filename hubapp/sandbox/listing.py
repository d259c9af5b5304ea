"""What the workspace has, listed: segments, campaigns, canvases (CONTRACT 7)."""

from __future__ import annotations

from flask import Blueprint, Response

from hubapp.sandbox.answering import Answer, reading
from hubapp.sandbox.messages import NAMES, campaigns_of, canvases_of
from hubapp.sandbox.store import Json, Store

bp = Blueprint("listing", __name__)


@bp.get("/segments/list")
def segments() -> Response:
    """The sandbox keeps no segments: their addresses hold them."""
    return reading("segments.list", lambda store: _listed("segments", []))


@bp.get("/campaigns/list")
def campaigns() -> Response:
    """Those that can be triggered."""
    return reading("campaigns.list", _campaigns)


@bp.get("/canvas/list")
def canvases() -> Response:
    """Those that can be triggered."""
    return reading("canvas.list", _canvases)


def _campaigns(store: Store) -> Answer:
    return _listed("campaigns", [_named(each) for each in campaigns_of(store)])


def _canvases(store: Store) -> Answer:
    return _listed("canvases", [_named(each) for each in canvases_of(store)])


def _named(each: str) -> Json:
    return {"id": each, "name": NAMES.get(each, each), "tags": []}


def _listed(name: str, items: list[Json]) -> Answer:
    return 200, {name: items, "message": "success"}
