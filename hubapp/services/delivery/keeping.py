"""What a connection keeps until it is known whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Activity, Delivery
from hubapp.models.activity import WITHDRAWN

MOST = 100
"""Kept forms that go out with the one that says whose they are."""


def kept_of(connection_id: int, activity_id: int) -> Sequence[tuple[Delivery, dict[str, Any]]]:
    """What was kept of whoever did this, oldest first, with its facts: of the same speaker, so of
    nobody who came to the same browser before or since."""
    speaker = select(Activity.speaker_id).where(Activity.id == activity_id).scalar_subquery()
    query = (
        select(Delivery, Activity.facts)
        .join(Activity, Activity.id == Delivery.activity_id)
        .where(
            Activity.speaker_id == speaker,
            Delivery.connection_id == connection_id,
            Delivery.state == State.KEPT,
            Delivery.person == "",
        )
        .order_by(Delivery.id)
        .limit(MOST)
    )
    found = db.session.execute(query.with_for_update(of=Delivery)).all()
    return [(kept, dict(facts)) for kept, facts in found if facts]


def still_given(kept: Delivery) -> bool:
    """No consent of its form was taken back since."""
    taken = Activity.play_id == kept.play_id, Activity.kind == WITHDRAWN
    return not db.session.scalar(select(exists().where(*taken)))
