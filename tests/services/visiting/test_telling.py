"""What a play tells, and that it tells its one event once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery, HubVersion, Play
from hubapp.models.columns import now
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


def test_of_earlier_plays_those_of_a_card_that_is_gone_tell_nothing(hub):
    plays.answer(visit_to(hub, "poll", visitor_token="anas"), 0, ["p0"])
    play = db.session.scalars(select(Play)).one()
    with transaction() as session:
        version = session.get(HubVersion, play.version_id)
        version.snapshot = {**version.snapshot, "pages": []}
    telling.snapshot_of_version.cache_clear()
    with transaction():
        assert telling.tell_earlier(play.speaker_id, hub.id, 0) == []
    assert deliveries() == []
