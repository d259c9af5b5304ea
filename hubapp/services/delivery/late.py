"""A delivery that waited for over a day goes without its consent: the person may have taken it back
at the destination meanwhile. It says so, and a replay, which is somebody's yes, sends it. These
pieces join the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.models.outbox import LIVE

LONGEST = timedelta(days=1)
"""That a consent waits to be sent."""
VERDICT = "kept"
"""In the history of a delivery: its consent was kept here."""
_WORDS = Words(
    "It had waited for over a day, and the person may have changed their mind meanwhile, so it "
    "went without its consent. If they have not, send it with Replay and today’s mapping."
)


def is_late(record: Record, made: datetime, priority: int, asked_for: bool) -> bool:
    """It carries a consent that waited too long. asked_for: somebody has had it sent again."""
    return bool(record.once) and priority == LIVE and not asked_for and now() - made > LONGEST


def keep_consents(ids: Collection[int]) -> None:
    """Take the consents out of these deliveries, which is written down: they have not left."""
    query = select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id)
    at = now().isoformat(timespec="milliseconds")
    for row in db.session.scalars(query):
        row.record = Record.from_json(row.record or {}).without_once().to_json()
        row.history = [*row.history, {"at": at, "verdict": VERDICT, "words": _WORDS.to_json()}]
    db.session.flush()
