"""A form that fell into the trap is kept, and goes nowhere until somebody lets it in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.errors import Refused
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Delivery, Hub, OutboxRow
from hubapp.services import results
from hubapp.services.integrations import earlier, runs
from hubapp.services.results import Wanted
from hubapp.services.visiting.plays import Went, answer
from hubapp.services.visiting.submissions import submit
from tests.services.rights.planted import connection_of
from tests.services.visiting.visits import ANA, ENTRY, submissions, visit_to
from tests.support.application import make_hub
from tests.support.factories import UserFactory


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url)


def waiting() -> int:
    return int(db.session.scalar(select(func.count()).select_from(OutboxRow)) or 0)


def test_a_suspect_is_kept_and_counted_and_not_sent(hub):
    assert isinstance(submit(visit_to(hub, "draw", suspect=True), ENTRY), Went)
    (made,) = submissions()
    assert made.values["email"] == ANA
    (entry,) = results.entries_of(hub, Wanted()).entries
    assert entry.disqualified.automatic
    assert results.suspects_in(hub) == 1
    assert waiting() == 0


def test_neither_a_backfill_nor_a_resend_sends_it(hub):
    submit(visit_to(hub, "draw", suspect=True), ENTRY)
    connection = connection_of(hub)
    newest = db.session.scalar(select(func.max(Activity.id)))
    with transaction():
        connection.begins_after = newest
    assert earlier.earlier_offered(connection) == 0
    with pytest.raises(Refused):
        runs.start_resend(connection)


def test_the_end_of_its_play_is_not_sent_either(hub):
    first = {"email": [ANA]}
    went = submit(visit_to(hub, "wheel", suspect=True), first)
    answer(
        visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token),
        0,
        ["spin"],
    )
    assert db.session.scalars(select(Delivery)).all() == []


def test_whoever_is_let_in_takes_part_and_is_sent(hub):
    submit(visit_to(hub, "draw", suspect=True), ENTRY)
    entry = submissions()[0].id
    results.readmit(hub.id, entry, UserFactory().id)
    assert results.suspects_in(hub) == 0
    sent = db.session.scalars(select(Delivery)).one()
    assert (sent.submission_id, sent.record["once"]) == (entry, ["attribute.email_subscribe"])
    assert waiting() == 1
