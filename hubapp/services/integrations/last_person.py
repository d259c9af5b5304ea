"""The last real person of a hub who left something that a mapping would send. Only reads."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from hubapp.core.mapping import FieldMapping, Kept, Record, Unmappable
from hubapp.extensions import db
from hubapp.models import Activity
from hubapp.services.delivery import Case, record_for
from hubapp.services.integrations.earlier import case_of, tellable_in
from hubapp.services.visiting import submission_of

LOOKED_AT = 1000
"""Activities of a hub among which somebody is looked for: of a poll a million may say nobody."""
TRIED = 20
"""Of those, how many that tell of somebody are made a record of."""


class Left(NamedTuple):
    """What somebody left, and what a destination is told of it."""

    case: Case
    made: Record | Unmappable

    @property
    def person(self) -> str:
        """As the list of deliveries names them; empty: nobody knows."""
        if isinstance(self.made, Record):
            return self.made.identity
        key = self.made.whose if isinstance(self.made, Kept) else ""
        return key.partition(":")[2]

    @property
    def card(self) -> str:
        """The title of the card, as it was then."""
        return str(self.case.known.get("fact.card_title", ""))


def lately_left(hub_id: int, kind: str, mapping: FieldMapping) -> list[Left]:
    """Newest first, down to the first of whom something is sent. A test is no real person."""
    newest = select(Activity.id).where(Activity.hub_id == hub_id)
    among = newest.order_by(Activity.id.desc()).limit(LOOKED_AT)
    ids = tellable_in(hub_id, tests=False).where(Activity.id.in_(among))
    found: list[Left] = []
    for id_ in db.session.scalars(ids.order_by(Activity.id.desc()).limit(TRIED)).all():
        left = _left(id_, kind, mapping)
        found += [left] if left else []
        if left and isinstance(left.made, Record):
            break
    return found


def _left(activity_id: int, kind: str, mapping: FieldMapping) -> Left | None:
    """None: it tells this destination of nothing."""
    activity = db.session.get_one(Activity, activity_id)
    case = case_of(activity, submission_of(activity.play_id))
    made = record_for(kind, mapping, case) if case else None
    return Left(case, made) if case and made else None
