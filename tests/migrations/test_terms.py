"""Consents of drafts become free; versions keep what they require."""

from __future__ import annotations

import json

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]

FIELDS = [
    {"key": "news", "kind": "consent", "required": True},
    {"key": "email", "kind": "email", "required": True},
]
STATEMENTS = """
insert into draft_document (hub_id, key, body, revision) values (1, 'form:quiz', '$form', 1);
insert into hub_version (id, hub_id, number, snapshot, created_at)
  values (1, 1, 1, '$form', '2026-01-01 00:00:00');
insert into edit (hub_id, step, what, document, before, after, undone, created_at)
  values (1, 1, '{"text": "x"}', 'form:quiz', null, '$form', false, '2026-01-01 00:00:00');
"""


@pytest.fixture
def required(first_release):
    upgrade(revision="20261130T2130")
    run_statements(STATEMENTS.replace("$form", json.dumps({"fields": FIELDS})))


def read(query: str) -> list[bool]:
    found = db.session.execute(text(query)).scalar()
    end_reading()
    form = json.loads(found) if isinstance(found, str) else found
    return [each["required"] for each in form["fields"]]


def test_drafts_and_their_history_lose_it_and_versions_keep_it(required):
    for _ in range(2):
        upgrade(revision="20261201T0020")
        assert read("select body from draft_document") == [False, True]
        assert read("select after from edit") == [False, True]
        assert read("select snapshot from hub_version") == [True, True]
        downgrade(revision="20261130T2130")
