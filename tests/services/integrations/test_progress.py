"""What the screen says of runs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Run
from hubapp.models.columns import now
from hubapp.services.integrations import progress, runs
from tests.services.integrations.test_runs import connected_later
from tests.support.deliveries import hub_at
from tests.support.factories import ConnectionFactory


def test_the_screen_shows_what_goes_on_and_what_ended_within_a_day(app, sandbox):
    connection = connected_later(hub_at(sandbox), sandbox, "a@example.com")
    made = []
    for _ in range(7):
        with transaction():
            db.session.execute(update(Run).values(state="stopped"))
        made.append(runs.start_backfill(connection))
    with transaction():
        db.session.execute(update(Run).values(state="running"))
        made[6].state, made[6].ended_at = "done", now() - timedelta(hours=25)
        made[5].state, made[5].ended_at = "done", now() - timedelta(hours=23)
        made[4].total = 0
    shown = progress.runs_of(connection)
    assert [each.id for each in shown] == [run.id for run in made[5:0:-1]]
    assert [each.part for each in shown[:2]] == [0, 100]
    assert progress.runs_of(ConnectionFactory()) == []
