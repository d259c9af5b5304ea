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
    """Figures for Prometheus, for whoever brings HUBAPP_METRICS_TOKEN. Without one for nobody:
    behind a proxy everybody may seem to be this machine."""
    token = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
    return Response(operating.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")


@bp.post("/healthz")
@limiter.exempt
@for_visitors
def seen() -> dict[str, object]:
    """How a request of ``hubapp doctor`` arrived here, for the doctor alone."""
    if not operating.asked_by_doctor(request.headers.get("Authorization", "")):
        abort(404)
    proxies = request.headers.get("X-Forwarded-For", "")
    return {
        "origin": request.host_url.rstrip("/"),
        "address": request.remote_addr or "",
        "proxies": len(proxies.split(",")) if proxies else 0,
    }
