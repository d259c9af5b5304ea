"""The mapping of each connection becomes its first version; what was sent before has none."""

from __future__ import annotations

import json

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]
MAPPED = """update connection set mapping = '{"identify_by": "email", "rows": []}' where id = 1;"""


def rows(query: str) -> list[tuple]:
    found = [tuple(each) for each in db.session.execute(text(query)).all()]
    end_reading()
    return found


def test_a_mapping_of_before_is_version_1(first_release):
    upgrade(revision="20261201T0600")
    run_statements(MAPPED)
    many = rows("select count(*) from connection")
    upgrade(revision="20261201T0700")
    assert rows("select count(*) from mapping_version") == many
    ((number, mapping),) = rows(
        "select number, mapping from mapping_version where connection_id = 1"
    )
    body = mapping if isinstance(mapping, dict) else json.loads(mapping)
    assert (number, body) == (1, {"identify_by": "email", "rows": []})
    assert rows("select distinct mapping_number from delivery") in ([(None,)], [])
    assert rows("select distinct mapping_number from connection") == [(1,)]
    downgrade(revision="20261201T0600")
    assert rows("select count(*) from connection") == many
