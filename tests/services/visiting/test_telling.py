"""What a play tells, and that it tells its one event once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Delivery, Play, Speaker
from hubapp.models.columns import now
from hubapp.services import editing, people
from hubapp.services.visiting import plays, telling
from hubapp.services.visiting.presence import presence
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


@pytest.mark.parametrize(
    ("waits", "hours", "told"),
    [
        ("sitting", 0, ["poll", "wheel"]),
        ("sitting", 1, ["wheel"]),
        ("week", 100, ["poll", "wheel"]),
        ("week", 200, ["wheel"]),
        ("never", 0, ["wheel"]),
    ],
)
def test_a_vote_waits_for_a_name_as_long_as_the_hub_lets_it(hub, waits, hours, told):
    editing.choose_stay(hub.id, None, "month", "", waits)
    editing.publish(hub.id, None)
    plays.answer(visit_to(hub, "poll", visitor_token="anas"), 0, ["p0"])
    with transaction() as session:
        session.scalars(select(Speaker)).one().last_at = now() - timedelta(hours=hours)
    assert presence(visit_to(hub, "wheel", visitor_token="anas")).unclaimed is (len(told) == 2)
    submit(visit_to(hub, "wheel", visitor_token="anas"), {"email": [ANA]})
    assert sorted(each.card_id for each in deliveries()) == told
    # What stays nobody's is nobody's in the history too, so that no later replay sends it.
    vote = db.session.scalars(select(Activity).where(Activity.card_id == "poll")).one()
    assert (vote.contact_id is not None) is (len(told) == 2)


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
