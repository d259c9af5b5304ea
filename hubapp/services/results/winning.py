"""That somebody has won, and that they have not after all: what is recorded, and what connections
are told of it. Pieces, which join their caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select

from hubapp.core.times import rfc3339
from hubapp.extensions import db
from hubapp.models import Activity, Draw, DrawPlace, Play, Submission
from hubapp.models.activity import CORRECTED, WON
from hubapp.models.columns import now
from hubapp.services import delivery, visiting

_DRAW, _PLACE, _AT = "fact.draw_id", "fact.place", "fact.won_at"


def record_won(draw: Draw, positions: Collection[int]) -> None:
    """The places at these positions have won. Whoever is erased by now has won unseen."""
    query = select(DrawPlace).where(DrawPlace.draw_id == draw.id, DrawPlace.position.in_(positions))
    at = now()
    for place, entry, play in _entered(db.session.scalars(query).all()):
        facts = {_DRAW: draw.public_id, _PLACE: place.prize, visiting.WINNER: True}
        won = visiting.record(WON, play, {**facts, _AT: rfc3339(at)}, at)
        # Their play may have gone on with somebody else.
        won.contact_id = entry.contact_id


def tell_connections(draw: Draw, places: Sequence[DrawPlace]) -> set[int]:
    """Tell the connections that map it, each once of each win. The positions of which any knows."""
    told = set()
    for place, entry, play in _entered(places):
        won = _won(draw, play)
        if won is not None:
            delivery.wake_after_commit(visiting.tell_won(won, entry))
            told |= {place.position} if _is_known(won) else set()
    return told


def take_back(draw: Draw, places: Sequence[DrawPlace]) -> None:
    """These have not won after all. Connections are told so if they were told that they had."""
    for place, entry, play in _entered(places):
        won = _won(draw, play)
        if won is None or not _is_known(won):
            continue
        facts = {_DRAW: draw.public_id, _PLACE: place.prize, visiting.WINNER: False}
        ended = visiting.record(CORRECTED, play, facts, now())
        ended.contact_id = entry.contact_id
        delivery.wake_after_commit(visiting.tell_won(ended, entry))


def wins_of(draw: Draw) -> dict[int, int]:
    """Position -> the activity of its win; nothing where it is erased."""
    query = select(DrawPlace).where(DrawPlace.draw_id == draw.id, DrawPlace.told_at.is_not(None))
    found = (
        (place, _won(draw, play)) for place, _, play in _entered(db.session.scalars(query).all())
    )
    return {place.position: won.id for place, won in found if won is not None}


def _is_known(won: Activity) -> bool:
    """Some connection was told of it."""
    return bool(list(delivery.of_activities([won.id])))


def _won(draw: Draw, play: Play) -> Activity | None:
    query = select(Activity).where(Activity.play_id == play.id, Activity.kind == WON)
    found = db.session.scalars(query.order_by(Activity.id.desc()))
    return next((each for each in found if (each.facts or {}).get(_DRAW) == draw.public_id), None)


def _entered(
    places: Sequence[DrawPlace],
) -> Iterator[tuple[DrawPlace, Submission, Play]]:
    """With the entry and its play; without those that are erased."""
    by_entry = {place.entry: place for place in places}
    query = (
        select(Submission, Play)
        .join(Play, Play.id == Submission.play_id)
        .where(Submission.public_id.in_(list(by_entry)))
    )
    found = [(by_entry[entry.public_id], entry, play) for entry, play in db.session.execute(query)]
    yield from sorted(found, key=lambda each: each[0].position)
