"""Dates of earlier mappings go to custom attributes that are dates."""

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

FIELDS = [{"key": "born", "kind": "date_of_birth"}, {"key": "note", "kind": "text"}]
ROWS = [
    {"source": "field.born", "target": "custom.birthday", "constant": ""},
    {"source": "field.born", "target": "attribute.dob", "constant": ""},
    {"source": "field.note", "target": "custom.note", "constant": ""},
]
CHANGED = """
update connection set mapping = '$mapping';
insert into draft_document (hub_id, key, body, revision) values (1, 'form:quiz', '$form', 1);
"""


@pytest.fixture
def mapped(first_release):
    upgrade(revision="20261130T2040")
    mapping = json.dumps({"identify_by": "email", "rows": ROWS})
    form = json.dumps({"fields": FIELDS})
    run_statements(CHANGED.replace("$mapping", mapping).replace("$form", form))


def targets() -> list[str]:
    found = db.session.execute(text("select mapping from connection")).scalar()
    end_reading()
    mapping = json.loads(found) if isinstance(found, str) else found
    assert mapping["identify_by"] == "email"
    return [row["target"] for row in mapping["rows"]]


def test_a_date_goes_on_going_out_and_a_step_back_leaves_it_as_it_was(mapped):
    before = targets()
    upgrade(revision="20261130T2045")
    assert targets() == ["date.birthday", "attribute.dob", "custom.note"]
    downgrade(revision="20261130T2040")
    assert targets() == before
