"""Draw from a sealed list, cancel a draw, and let a reserve move up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hubapp.core.drawing import places
from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Draw, DrawPart, DrawPlace, Hub, HubVersion, Submission
from hubapp.models.columns import now
from hubapp.services.editing import snapshot_of_version
from hubapp.services.results.disqualifying import reason_in
from hubapp.services.results.entries import Entry, told
from hubapp.services.results.winning import record_won, take_back


class Taken(NamedTuple):
    """A place, and the entry that has it; None: it is erased since."""

    place: DrawPlace
    entry: Entry | None


def draw(hub_id: int, public_id: str) -> None:
    """Find who has which place. What is drawn stays: a second press changes nothing.

    Raises NotFoundHere, and Refused when the draw is cancelled.
    """
    with transaction() as session:
        found = ours(session, hub_id, public_id)
        if found.state == "cancelled":
            raise Refused(Problem("", Words("This draw is cancelled. Seal a new list.")))
        if found.state != "sealed":
            return
        lines = (line for part in list_of(found) for line in part.splitlines())
        drawn = places(lines, found.seed, found.winners + found.reserves)
        for position, place in enumerate(drawn, 1):
            state = "winner" if position <= found.winners else "reserve"
            session.add(
                DrawPlace(
                    draw_id=found.id,
                    position=position,
                    entry=place.entry,
                    line=place.line,
                    state=state,
                )
            )
        found.state, found.drawn_at = "drawn", now()
        session.flush()
        record_won(found, range(1, found.winners + 1))


def cancel(hub_id: int, public_id: str, reason: str, user_id: int) -> None:
    """It counts no more, and stays on its proof page. Raises NotFoundHere, and Refused without a
    reason."""
    said = reason_in(reason)
    with transaction() as session:
        found = ours(session, hub_id, public_id)
        if found.state != "cancelled":
            found.state, found.cancelled_at = "cancelled", now()
            found.reason, found.cancelled_by_id = said, user_id
            take_back(found, [each for each in places_of(found) if each.state == "winner"])


def replace(hub_id: int, public_id: str, position: int, reason: str, user_id: int) -> None:
    """A winner gives up the prize, and the next reserve gets it. Raises NotFoundHere, and Refused
    without a reason or a reserve."""
    said = reason_in(reason)
    with transaction() as session:
        found = ours(session, hub_id, public_id)
        place = session.get(DrawPlace, (found.id, position))
        if place is None or found.state != "drawn" or place.state == "reserve":
            raise NotFoundHere
        if place.state == "replaced":
            raise Refused(Problem("reason", Words("Somebody has replaced this winner already.")))
        reserves = select(DrawPlace).where(
            DrawPlace.draw_id == found.id, DrawPlace.state == "reserve"
        )
        next_one = session.scalars(reserves.order_by(DrawPlace.position).limit(1)).first()
        if next_one is None:
            raise Refused(Problem("reason", Words("No reserve is left who could move up.")))
        place.state, place.reason, place.by_id, place.replaced_at = "replaced", said, user_id, now()
        take_back(found, [place])
        next_one.state, next_one.stands_for = "winner", place.stands_for or place.position
        record_won(found, [next_one.position])


def ours(session: Session, hub_id: int, public_id: str) -> Draw:
    """Nobody else changes it until the transaction ends."""
    query = select(Draw).where(Draw.public_id == public_id, Draw.hub_id == hub_id)
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFoundHere
    return found


def draws_of(hub_id: int) -> list[Draw]:
    """All draws of a hub, newest first, cancelled ones too."""
    query = select(Draw).where(Draw.hub_id == hub_id).order_by(Draw.id.desc())
    return list(db.session.scalars(query))


def draw_of(public_id: str, hub_id: int | None = None) -> Draw:
    """By its public id; of this hub. Raises NotFoundHere."""
    query = select(Draw).where(Draw.public_id == public_id)
    query = query.options(joinedload(Draw.by), joinedload(Draw.cancelled_by))
    found = db.session.scalars(query).one_or_none()
    if found is None or hub_id not in (None, found.hub_id):
        raise NotFoundHere
    return found


def hub_of(draw: Draw) -> tuple[Hub, HubSnapshot]:
    """Its hub, and that as it is published, or was last."""
    hub = db.session.get_one(Hub, draw.hub_id)
    newest = select(func.max(HubVersion.id)).where(HubVersion.hub_id == hub.id)
    version_id = hub.live_version_id or db.session.scalar(newest)
    if version_id is None:
        raise NotFoundHere
    return hub, snapshot_of_version(version_id)


def places_of(draw: Draw) -> Sequence[DrawPlace]:
    """Who has which place, by opaque ids."""
    query = select(DrawPlace).where(DrawPlace.draw_id == draw.id).order_by(DrawPlace.position)
    return db.session.scalars(query.options(joinedload(DrawPlace.by))).all()


def taken(draw: Draw) -> list[Taken]:
    """Who has which place, by name."""
    found = places_of(draw)
    ids = [place.entry for place in found]
    rows = db.session.scalars(select(Submission).where(Submission.public_id.in_(ids))).all()
    entries = {entry.public_id: entry for entry in told(rows)}
    return [Taken(place, entries.get(place.entry)) for place in found]


def list_of(draw: Draw) -> Iterator[str]:
    """The frozen list, in parts. Each is a query of its own, for whoever
    downloads it slowly."""
    draw_id, number = draw.id, 0
    while (part := _part(draw_id, number)) is not None:
        yield part
        number += 1


def _part(draw_id: int, number: int) -> str | None:
    query = select(DrawPart.text).where(DrawPart.draw_id == draw_id, DrawPart.number == number)
    return db.session.scalar(query)
