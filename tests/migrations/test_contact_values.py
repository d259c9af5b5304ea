"""Until values had rows of their own, a contact kept them in one column and speakers told hubs."""

from __future__ import annotations

import json

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import ContactValue
from hubapp.services.rights import finding
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]

BEFORE = """
insert into hub_version (id, hub_id, number, snapshot, created_at)
  values (1, 1, 1, '{"schema": 1, "name": "x", "pages": [{"id": "p", "title": "", "cards": [{
    "id": "c", "kind": "quiz", "slug": "c", "title": "",
    "form": {"placement": "end", "fields": [{"kind": "first_name", "key": "name"},
    {"kind": "text", "key": "tags"}]}}]}]}', '2026-01-01 00:00:00');
insert into contact (id, workspace_id, email, properties, created_at, seen_at)
  values (1, 1, 'ana@example.com', '{"name": "Zoë Old", "age": 30, "none": null, "empty": ""}',
    '2026-01-01 00:00:00', '2026-01-05 00:00:00'),
  (2, 1, 'ben@example.com', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
insert into visitor (id, workspace_id, mark, created_at) values (1, 1, 'v', '2026-01-01 00:00:00');
insert into speaker (id, visitor_id, contact_id, claims, standing, link, last_at, ended_at)
  values (1, 1, 1, '{}', 'verified', '', '2026-01-02 00:00:00', '2026-01-02 00:00:00'),
  (2, 1, 2, '{}', 'gone', '', '2026-01-03 00:00:00', '2026-01-03 00:00:00'),
  (3, 1, null, '{}', 'verified', '', '2026-01-04 00:00:00', null);
insert into told (speaker_id, hub_id, "values")
  values (1, 1, '{"name": "Ana", "tags": ["a", "b"], "adult": true}'),
  (2, 1, '{"name": "Ben"}'), (3, 1, '{"name": "Nobody"}')
"""


@pytest.fixture
def before_values(first_release):
    """The release before, with a device that two people shared."""
    upgrade(revision="20261201T0025")
    run_statements(BEFORE)


def test_what_was_told_says_by_whom_and_what_was_kept_is_claimed_by_nobody(before_values):
    upgrade()
    rows = db.session.scalars(select(ContactValue).order_by(ContactValue.id)).all()
    told = {(row.contact_id, row.speaker_id, row.hub_id, row.key): row for row in rows}
    assert {where: (row.value, row.standing, row.means) for where, row in told.items()} == {
        (1, None, None, "name"): ("Zoë Old", "claimed", "first_name"),
        (1, None, None, "age"): (30, "claimed", ""),
        (1, 1, 1, "name"): ("Ana", "verified", "first_name"),
        (1, 1, 1, "tags"): (["a", "b"], "verified", ""),
        (1, 1, 1, "adult"): (True, "verified", ""),
        (2, 2, 1, "name"): ("Ben", "claimed", "first_name"),
        (None, 3, 1, "name"): ("Nobody", "claimed", "first_name"),
    }
    assert [each.id for each in finding.search(1, "zoe")] == [1]
    assert [each.id for each in finding.search(1, "be")] == [2]
    assert finding.search(1, "nobody") == []


def test_a_step_back_keeps_what_was_kept(before_values):
    upgrade()
    end_reading()
    downgrade(revision="20261201T0025")
    rows = db.session.scalars(text("select properties from contact order by id")).all()
    kept = [json.loads(row) if isinstance(row, str) else row for row in rows]
    assert kept == [{"name": "Zoë Old", "age": 30}, {}]
    end_reading()
    upgrade()
    assert len(db.session.scalars(select(ContactValue)).all()) == 7
