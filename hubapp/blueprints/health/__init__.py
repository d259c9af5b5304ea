"""For whoever watches the processes."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from hubapp import queue
from hubapp.extensions import db, limiter
from hubapp.web import for_visitors

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
