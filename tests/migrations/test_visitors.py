"""Until visitors came, a contact was a browser, and two could have one email."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Play, Submission
from hubapp.services.people import remembering
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release
from tests.support.factories import SpeakerFactory, VisitorFactory

__all__ = ["first_release"]

BEFORE = """
insert into workspace (id, name, created_at) values (2, 'Other', '2026-01-01 00:00:00');
insert into hub_version (id, hub_id, number, snapshot, created_at)
  values (1, 1, 1, '{}', '2026-01-01 00:00:00');
insert into contact (id, workspace_id, token, email, phone, claims, properties, created_at, seen_at)
  values (1, 1, 'a', 'ana@example.com', null, '{}', '{"first_name": "Ana"}',
    '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
  (2, 1, 'b', 'ana@example.com', null, '{}', '{}', '2026-01-02 00:00:00', '2026-01-02 00:00:00'),
  (3, 1, 'c', null, null, '{}', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
  (4, 2, 'd', 'ana@example.com', null, '{}', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
  (5, 1, 'e', null, '+61412345678', '{}', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
insert into play (id, token, hub_id, version_id, card_id, contact_id, answers, captured, created_at,
    finished_at)
  values (1, 'p1', 1, 1, 'quiz', 2, '[]', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
  (2, 'p2', 1, 1, 'quiz', 3, '[]', '{}', '2026-01-01 00:00:00', null);
insert into submission (id, public_id, hub_id, version_id, card_id, placement, contact_id, play_id,
    "values", created_at)
  values (1, 's1', 1, 1, 'quiz', 'end', 2, 1, '{}', '2026-01-01 00:00:00'),
  (2, 's2', 1, 1, 'quiz', 'end', 3, 2, '{}', '2026-01-01 00:00:00');
insert into consent (id, contact_id, submission_id, version_id, field_key, wording, language, given,
    created_at)
  values (1, 2, 1, 1, 'news', 'x', 'en', true, '2026-01-01 00:00:00'),
  (2, 3, 2, 1, 'news', 'x', 'en', true, '2026-01-01 00:00:00');
"""


@pytest.fixture
def shared_devices(first_release):
    """The release in which a browser's cookie was a person."""
    upgrade(revision="20261130T1945")
    run_statements(BEFORE)
    if db.engine.dialect.name == "postgresql":
        # Ids that were given by hand are unknown to it.
        run_statements("select setval(pg_get_serial_sequence('contact', 'id'), 100)")


def test_duplicates_join_the_oldest_and_whoever_was_not_named_is_nobody(shared_devices):
    upgrade()
    found = db.session.execute(select(Contact.id, Contact.email).order_by(Contact.id)).all()
    ana = "ana@example.com"
    assert [tuple(row) for row in found] == [(1, ana), (4, ana), (5, None)]
    for table in (Submission, Play):
        owners = db.session.scalars(select(table.contact_id).order_by(table.id)).all()
        assert owners == [1, None]
    given = db.session.scalars(text("select contact_id from consent order by id")).all()
    assert given == [1, None]
    # Its event went with its form, as it did then.
    assert [
        each.left_at is None for each in db.session.scalars(select(Play).order_by(Play.id))
    ] == [
        True,
        False,
    ]


def test_what_was_kept_of_a_contact_is_lent_to_nobody(shared_devices):
    upgrade()
    speaker = SpeakerFactory(visitor=VisitorFactory(workspace_id=1))
    with transaction() as session:
        speaker.contact_id = session.get_one(Contact, 1).id
    assert remembering.told(speaker.id, 1) == {}


def test_a_step_back_gives_every_play_a_contact_again(shared_devices):
    upgrade()
    end_reading()
    downgrade(revision="20261130T1945")
    query = text("select count(*), count(contact_id) from play")
    assert tuple(db.session.execute(query).one()) == (2, 2)
    tokens = db.session.scalars(text("select token from contact")).all()
    assert len(set(tokens)) == len(tokens) == 4
    for table in (Submission, Consent):
        assert db.session.scalars(select(table.id).where(table.contact_id.is_(None))).all() == []
    end_reading()
    upgrade()
