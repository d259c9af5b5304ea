"""Results in figures: what happened on each day, and on each card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import func, select

from hubapp.cards import opened
from hubapp.core.snapshot import CardSnapshot
from hubapp.extensions import db
from hubapp.models import Hub, Play, Submission
from hubapp.models.columns import now
from hubapp.services.results.entries import cards_of

DAYS = 28


class Day(NamedTuple):
    """entries: forms sent; finished: plays that came to their end."""

    day: date
    entries: int
    finished: int


class OfCard(NamedTuple):
    """begun, finished: plays; sent: forms; people: who said who they are, each once."""

    title: str
    begun: int
    finished: int
    sent: int
    people: int


def days_of(hub: Hub, zone: tzinfo = UTC) -> list[Day]:
    """The last ``DAYS`` days, oldest first, as the clocks of the zone have them: a day on which
    they are changed has 23 or 25 hours."""
    today = now().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    entries = _per_day(Submission, Submission.created_at, hub.id, days, zone)
    finished = _per_day(Play, Play.finished_at, hub.id, days, zone)
    return [Day(*each) for each in zip(days, entries, finished, strict=True)]


def _per_day(table: Any, at: Any, hub_id: int, days: Sequence[date], zone: tzinfo) -> Sequence[int]:
    """A look into the index for each day, in one statement."""
    counts = [
        select(func.count())
        .where(
            table.hub_id == hub_id,
            at >= _midnight(day, zone),
            at < _midnight(day + timedelta(days=1), zone),
        )
        .scalar_subquery()
        for day in days
    ]
    return [int(each) for each in db.session.execute(select(*counts)).one()]


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def by_card(hub: Hub) -> list[OfCard]:
    """Every card that is or was published, in its order."""
    plays = select(Play.card_id, func.count(), func.count(Play.finished_at))
    rows = db.session.execute(plays.where(Play.hub_id == hub.id).group_by(Play.card_id))
    played = {card: (begun, finished) for card, begun, finished in rows}
    people = func.count(Submission.contact_id.distinct())
    forms = select(Submission.card_id, func.count(), people)
    rows = db.session.execute(forms.where(Submission.hub_id == hub.id).group_by(Submission.card_id))
    sent = {card: (forms_sent, persons) for card, forms_sent, persons in rows}
    return [
        OfCard(card.title, *played.get(card.id, (0, 0)), *sent.get(card.id, (0, 0)))
        for card in cards_of(hub).values()
        if _can_be_played(card) or card.id in played
    ]


def _can_be_played(card: CardSnapshot) -> bool:
    open_card = opened(card.kind, card.schema, card.content)
    return card.form is not None or (
        open_card is not None and open_card.type.steps(open_card.content) > 0
    )
