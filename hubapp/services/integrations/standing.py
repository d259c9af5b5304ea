"""How a connection is, said as it is known: a state promises no more than was seen."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from hubapp.core.labels import label_of
from hubapp.core.mapping import CONSENTING, FALL, FieldMapping
from hubapp.core.retrying import State
from hubapp.core.trigger import OUTCOME, Plan
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Hub
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.integrations.mappings import sources

REFUSED_IN_A_ROW = 3
"""The last of them all refused: somebody should look."""


class Standing(NamedTuple):
    """look: ``on``, ``needs``, ``moving``, ``held``, ``paused`` or ``leaving``; why: what is wrong
    and what to do about it; last: when something was accepted last, None when nothing was yet."""

    look: str
    words: Words
    why: Words = NOTHING
    last: datetime | None = None

    @property
    def ago(self) -> float | None:
        """Seconds since then."""
        return None if self.last is None else max(0.0, (now() - self.last).total_seconds())


def standing_of(connection: Connection | None) -> Standing:
    """None: there is no connection. A few looks into indexes, whatever there is."""
    if connection is None:
        return Standing("", Words("Not connected"))
    destination = destination_of(connection.kind)
    if connection.standing == "leaving":
        return Standing("leaving", Words("Disconnecting"))
    if connection.standing == "moving":
        why = Words("What waits is taken along to the other account. It goes out by itself then.")
        return Standing("moving", Words("Changing accounts"), why)
    if connection.standing == "held":
        name = destination.label if destination else connection.kind
        return Standing("held", Words("Stopped by %(destination)s", destination=name))
    if connection.standing == "paused":
        why = Words("What visitors send is kept. Resume when you are ready.")
        return Standing("paused", Words("Paused by you"), why)
    why = _lost(connection) or _refused(connection)
    if why:
        return Standing("needs", Words("Needs you"), why)
    return Standing("on", Words("Sending"), last=_last(connection))


_RESTS = {
    "paused": Words("It waits until you resume."),
    "held": Words("It waits until the connection works again."),
    "moving": Words("It waits until the other account has what waits."),
}


def rests(connection: Connection) -> Words:
    """Until when what is put in line is not sent; nothing while it is sent at once."""
    return _RESTS.get(connection.standing, NOTHING)


def saved_words(connection: Connection) -> Words:
    """What holds once a mapping is saved."""
    if waits := rests(connection):
        return Words("Saved, and the key works. What visitors send is kept. %(until)s", until=waits)
    if connection.hub.live_version_id is None:
        return Words(
            "The key works and the connection is on. What visitors send goes out once the hub is "
            "published."
        )
    return Words("The key works and the connection is on. New submissions go out live.")


def _lost(connection: Connection) -> Words:
    """A row of the mapping, or what identifies people, is fed by nothing any more."""
    mapping = FieldMapping.from_json(connection.mapping)
    known = {each.key for each in sources(db.session.get_one(Hub, connection.hub_id))}
    if mapping.identity_source not in known:
        return Words(
            "The field that people are identified by is gone from the hub, so nothing can be sent. "
            "Choose another under “Identify users by”, then Save."
        )
    if mapping.whom == CONSENTING and mapping.consent_source not in known:
        return Words(
            "The consent that is asked for is gone from the hub, so nobody is sent. Choose another "
            "under “Who is sent”, then Save."
        )
    if mapping.lacking == FALL and mapping.fallback_source not in known:
        return Words(
            "The field that finds people who lack the first way is gone from the hub, so they are "
            "refused. Choose another under “People who lack it”, then Save."
        )
    lost = [row.target for row in mapping.rows if row.source not in known]
    destination = destination_of(connection.kind)
    if not lost or destination is None:
        return _lost_by_messages(connection, known)
    return Words(
        "%(target)s is fed by nothing any more: its source is gone from the hub. Choose another "
        "source in the mapping, or remove the row, then Save.",
        "%(target)s and others, %(count)s in all, are fed by nothing any more: their sources are "
        "gone from the hub. Choose others in the mapping, or remove the rows, then Save.",
        count=len(lost),
        target=label_of(destination, lost[0]),
    )


def _lost_by_messages(connection: Connection, known: set[str]) -> Words:
    """A message waits for what can happen no more, or goes out with a gap in its text."""
    for plan in map(Plan.from_json, connection.triggers):
        if plan.moment == OUTCOME and plan.source not in known:
            return Words(
                "A message waits for an outcome that is gone from the hub, so it is sent to "
                "nobody. Choose another under Messages, or remove the message."
            )
        gap = next((name for name, source in plan.rows if source not in known), None)
        if gap is not None:
            return Words(
                "A message goes out without “%(property)s”: its source is gone from the hub. "
                "Choose another under Messages.",
                property=gap,
            )
    return NOTHING


def _refused(connection: Connection) -> Words:
    newest = (
        select(Delivery.state, Delivery.reason)
        .where(Delivery.connection_id == connection.id)
        .order_by(Delivery.id.desc())
        .limit(REFUSED_IN_A_ROW)
    )
    rows = db.session.execute(newest).all()
    if len(rows) < REFUSED_IN_A_ROW or any(row.state != State.REJECTED for row in rows):
        return NOTHING
    reason = delivery.reason_in_words(connection.kind, rows[0].reason)
    return Words(
        "The last %(count)s entries were refused: “%(reason)s”. Open Deliveries, mend what they "
        "say, and replay them.",
        count=len(rows),
        reason=reason,
    )


def _last(connection: Connection) -> datetime | None:
    """Of the newest few: what waits longest is not looked for among a million."""
    newest = (
        select(Delivery.state, Delivery.done_at)
        .where(Delivery.connection_id == connection.id)
        .order_by(Delivery.id.desc())
        .limit(50)
    )
    found = [row.done_at for row in db.session.execute(newest) if row.state == State.DELIVERED]
    return max((at for at in found if at is not None), default=None)
