"""A request, its answer and what they mean, kept for whoever asks why."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import orjson
import structlog
from sqlalchemy import insert

from hubapp.core.destination import Action, OutgoingRequest, Reply, Verdict
from hubapp.extensions import db
from hubapp.models import Exchange
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.plan import Planned

log = structlog.get_logger()
REPLY_KEPT = 64 * 1024


class Sent(NamedTuple):
    """A request, its answer, and how long it took (seconds)."""

    request: OutgoingRequest
    reply: Reply
    began: datetime
    seconds: float


class Exchanged(NamedTuple):
    """A request, the rows in it and what the answer means for each."""

    planned: Sequence[Planned]
    sent: Sent
    verdicts: Sequence[Verdict]

    @property
    def smooth(self) -> bool:
        """Every row has come to its end, so others of the same people may follow."""
        ends = (Action.DELIVERED, Action.REJECTED)
        return all(verdict.action in ends for verdict in self.verdicts)


@cache
def _insert() -> Any:
    table = Exchange.__table__
    return insert(table).returning(table.c.id)  # type: ignore[arg-type]


def keep(lease: Lease, exchanged: Exchanged) -> int:
    """The request and its answer, without the credential, for whoever asks why. Returns its id; the
    caller commits."""
    planned, sent, verdicts = exchanged
    exchange = {
        "account_id": lease.account_id,
        "sent_at": sent.began,
        "took_ms": round(sent.seconds * 1000),
        "status": sent.reply.status,
        "failure": sent.reply.failure.value if sent.reply.failure else "",
        "request_id": sent.reply.headers.get("x-request-id", "")[:120],
        "people": len(planned),
        "delivered": sum(verdict.action is Action.DELIVERED for verdict in verdicts),
        "content": _packed(planned, sent),
    }
    exchange_id = int(db.session.execute(_insert(), exchange).scalar_one())
    log.info(
        "sent",
        account=lease.account_id,
        lane=lease.lane,
        exchange=exchange_id,
        first_delivery=planned[0].row.id,
        last_delivery=planned[-1].row.id,
        request_id=exchange["request_id"],
        status=sent.reply.status,
        failure=exchange["failure"],
        people=len(planned),
        delivered=exchange["delivered"],
        objects=sent.request.objects,
        took_ms=exchange["took_ms"],
    )
    return exchange_id


def _packed(planned: Sequence[Planned], sent: Sent) -> bytes:
    """What went out and what came back, and where in it each delivery stands."""
    placements = [
        (each.row.id, [(spot.array, spot.index) for spot in spots])
        for each, spots in zip(planned, sent.request.placements, strict=True)
    ]
    content = {
        "body": orjson.Fragment(sent.request.body),
        "reply": sent.reply.body[:REPLY_KEPT].decode("utf-8", "replace"),
        "headers": {
            name: value[:200]
            for name, value in sent.reply.headers.items()
            if name.startswith("x-ratelimit") or name in ("retry-after", "x-request-id")
        },
        "words": sent.reply.words.to_json() if sent.reply.words else "",
        "placements": placements,
    }
    return zlib.compress(orjson.dumps(content), 1)


def without(content: bytes, ids: Collection[int]) -> bytes | None:
    """A packed exchange without what these deliveries said; as it is when none is in it. None: it
    is about nobody else."""
    told = orjson.loads(zlib.decompress(content))
    others = [each for each in told["placements"] if each[0] not in ids]
    if len(others) == len(told["placements"]):
        return content
    if not others:
        return None
    # Spots are places in lists: what is taken out leaves its place.
    for id_, spots in told["placements"]:
        if id_ in ids:
            for array, index in spots:
                told["body"][array][index] = {}
    return zlib.compress(orjson.dumps({**told, "placements": others}), 1)
