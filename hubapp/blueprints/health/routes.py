"""For whoever watches the processes."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy import text

from hubapp.doors import queue
from hubapp.extensions import db, limiter
from hubapp.services import operating
from hubapp.web.access import for_visitors

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@limiter.exempt
@for_visitors
def alive() -> tuple[dict[str, str], int]:
    """200 when the process answers."""
    return {"status": "ok"}, 200


@bp.get("/readyz")
@limiter.exempt
@for_visitors
def ready() -> tuple[dict[str, str], int]:
    """200 when database and queue answer, else 503 that names the one which does not."""
    try:
        db.session.execute(text("select 1"))
    except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is the same
        return {"status": "the database does not answer"}, 503
    if not queue.ping():
        return {"status": "the queue does not answer"}, 503
    return {"status": "ok"}, 200


@bp.get("/metrics")
@limiter.exempt
@for_visitors
def metrics() -> Response:
    """Figures for Prometheus. With HUBAPP_METRICS_TOKEN only for whoever brings it, without only
    for this machine itself."""
    token = current_app.extensions["settings"].metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(given.encode(), token.encode())
    else:
        # Behind a proxy everybody seems to be this machine.
        near = request.remote_addr in ("127.0.0.1", "::1")
        allowed = near and not ({"X-Forwarded-For", "Forwarded"} & set(request.headers.keys()))
    if not allowed:
        abort(404)
    return Response(operating.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")
