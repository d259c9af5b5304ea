"""Until activities came, what had happened stood in plays and submissions alone."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, Run
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]

BEFORE = """
insert into hub_version (id, hub_id, number, snapshot, created_at)
  values (1, 1, 1, '{}', '2026-01-01 00:00:00');
insert into contact (id, workspace_id, email, properties, created_at, seen_at)
  values (1, 1, 'ana@example.com', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
insert into play (id, token, hub_id, version_id, card_id, contact_id, answers, captured, created_at,
    finished_at, left_at)
  values
  (1, 'p1', 1, 1, 'quiz', 1, '[1]', '{}', '2026-01-03 00:00:00', '2026-01-03 00:05:00', null),
  (2, 'p2', 1, 1, 'quiz', null, '[1]', '{}', '2026-01-01 00:00:00', null, '2026-01-01 00:30:00'),
  (3, 'p3', 1, 1, 'poll', null, '[]', '{}', '2026-01-01 00:00:00', null, null),
  (4, 'p4', 1, 1, 'poll', 1, '[1]', '{}', '2026-01-02 00:00:00', '2026-01-02 00:00:00', null),
  (5, 'p5', 1, 1, 'quiz', 1, '[1]', '{}', '2026-01-04 00:00:00', '2026-01-04 00:00:00', null);
insert into submission (id, public_id, hub_id, version_id, card_id, placement, contact_id, play_id,
    "values", consents_left, created_at)
  values (1, 's1', 1, 1, 'quiz', 'end', 1, 1, '{"news": true}', '[]', '2026-01-03 00:06:00'),
  (2, 's2', 1, 1, 'quiz', 'end', 1, 5, '{}', '[]', '2026-01-04 00:00:00');
insert into consent (id, contact_id, submission_id, version_id, field_key, wording, language, given,
    created_at)
  values (1, 1, 1, 1, 'news', 'x', 'en', true, '2026-01-03 00:06:00');
insert into withdrawal (consent_id, created_at) values (1, '2026-01-05 00:00:00');
insert into draw (id, public_id, hub_id, click, about, state, winners, reserves, people, nobodies,
    list_hash, seed, created_at, drawn_at, reason)
  values (1, 'd1', 1, 'c', '{}', 'drawn', 1, 0, 1, 0, '', '', '2026-01-06 00:00:00',
    '2026-01-06 00:00:00', '');
insert into draw_place (draw_id, position, entry, line, state, reason)
  values (1, 1, 's2', 1, 'winner', '');
delete from outbox;
delete from delivery;
insert into delivery (id, connection_id, account_id, submission_id, play_id, card_id, person, state,
    attempts, words, outcome_unknown, request_id, history, whole, created_at)
  values (1, 1, 1, 1, 1, 'quiz', 'a', 'delivered', 0, '', false, '', '[]', false,
    '2026-01-03 00:06:00'),
  (2, 1, 1, 1, 1, 'quiz', 'a', 'delivered', 0, '', false, '', '[]', false, '2026-01-03 00:07:00'),
  (3, 1, 1, null, 4, 'poll', 'a', 'delivered', 0, '', false, '', '[]', false,
    '2026-01-03 00:06:00'),
  (4, 1, 1, null, null, '', 'a', 'delivered', 0, '', false, '', '[]', false, '2026-01-03 00:06:00');
update connection set begins_after = 1;
insert into run (id, connection_id, kind, state, wanted, "cursor", until, total, done, added,
    created_at)
  values (1, 1, 'backfill', 'running', '{}', 1, 2, 2, 1, 0, '2026-01-03 00:00:00'),
  (2, 1, 'replay', 'running', '{}', 1, 2, 2, 1, 0, '2026-01-03 00:00:00')
"""


@pytest.fixture
def before_activities(first_release):
    """The release in which a delivery knew its submission or play."""
    upgrade(revision="20261130T2130")
    run_statements(BEFORE)


def happened() -> list[tuple]:
    rows = db.session.scalars(select(Activity).order_by(Activity.id))
    return [(row.kind, row.play_id, row.contact_id) for row in rows]


def test_what_happened_before_stands_in_its_order(before_activities):
    upgrade()
    assert happened() == [
        ("left", 2, None),
        ("finished", 4, 1),
        ("finished", 1, 1),
        ("submitted", 1, 1),
        ("finished", 5, 1),
        ("submitted", 5, 1),
        ("withdrawn", 1, 1),
        ("won", 5, 1),
    ]
    rows = db.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [row.facts for row in rows[:6]] == [None] * 6
    assert rows[6].facts == {"field.news": False}
    assert rows[7].facts == {"fact.draw_id": "d1", "fact.place": 1}
    ids = [row.public_id for row in rows]
    # They begin with the time.
    assert [each[:13] for each in ids] == sorted(each[:13] for each in ids)
    assert {each[14] for each in ids} == {"7"}


def test_deliveries_runs_and_connections_point_at_activities(before_activities):
    upgrade()
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    told = [(row.activity_id, row.purpose, row.run) for row in rows]
    assert told == [(4, "told", 0), (4, "resent", 2), (2, "told", 0), (None, "told", 0)]
    assert db.session.get_one(Connection, 1).begins_after == 4
    runs = db.session.scalars(select(Run).order_by(Run.id)).all()
    assert [(run.cursor, run.until) for run in runs] == [(4, 6), (1, 2)]


def test_a_step_back_counts_in_submissions_again(before_activities):
    upgrade()
    end_reading()
    downgrade(revision="20261130T2130")
    query = text('select begins_after, "cursor", until from connection, run where run.id = 1')
    assert tuple(db.session.execute(query).one()) == (1, 1, 2)
    end_reading()
    upgrade()
    assert len(happened()) == 8
