"""A play that nobody goes on with ends as what its start form said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery, Play, Speaker
from hubapp.models.columns import now
from hubapp.services.visiting import left, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def silent(minutes: int) -> None:
    with transaction() as session:
        at = now() - timedelta(minutes=minutes)
        session.execute(update(Play).values(created_at=at))
        session.execute(update(Speaker).values(last_at=at))


def names() -> list[str]:
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id))
    return [row.record["event_name"] for row in rows]


@pytest.mark.parametrize(("minutes", "ended"), [(29, False), (31, True)])
def test_after_half_an_hour_of_silence_it_is_left(hub, minutes, ended):
    submit(visit_to(hub, "wheel"), {"email": ["ana@example.com"]})
    silent(minutes)
    for _ in range(2):
        left.end_left()
    assert names() == (["", "hub_submission"] if ended else [""])
    assert (db.session.scalars(select(Play.left_at)).one() is not None) is ended


def test_without_a_form_there_is_nothing_to_tell_and_it_is_looked_at_once(hub):
    plays.answer(visit_to(hub, "quiz"), 0, ["q1c1"])
    silent(31)
    left.end_left()
    assert names() == []
    assert left._left() == []


def test_where_nothing_was_left_nothing_is_written(hub, monkeypatch):
    monkeypatch.setattr(left, "transaction", lambda: 1 / 0)
    left.end_left()
