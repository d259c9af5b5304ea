"""What a play tells, and that it tells its one event once."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery, Play
from hubapp.models.columns import now
from hubapp.services import people
from hubapp.services.visiting import plays, telling
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub

ANA = "ana@example.com"


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def deliveries() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_the_end_of_a_play_carries_the_event_that_its_start_form_left(hub):
    went = submit(visit_to(hub, "wheel"), {"email": [ANA]})
    there = visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token)
    plays.answer(there, 0, ["spin"])
    form, end = deliveries()
    assert [each.record["event_name"] for each in (form, end)] == ["", "hub_submission"]
    assert end.submission_id is None
    assert end.record["values"]["custom.wheel_prize"]


def test_what_was_taken_for_left_has_had_its_event(hub):
    went = submit(visit_to(hub, "wheel"), {"email": [ANA]})
    with transaction() as session:
        session.scalars(select(Play)).one().left_at = now()
    there = visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token)
    plays.answer(there, 0, ["spin"])
    assert [each.record["event_name"] for each in deliveries()] == ["", ""]


def test_earlier_plays_are_told_the_newest_of_each_card_in_few_statements(hub):
    """However many there are."""
    for _ in range(5):
        plays.answer(visit_to(hub, "poll", visitor_token="anas"), 0, ["p0"])
    said = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement)

    visitor = people.recognised(hub.workspace_id, "anas")
    event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        telling.tell_earlier(visitor.id, hub.id, 0)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len([each for each in said if "FROM activity" in each]) == 1
    assert len(said) < 12, said
