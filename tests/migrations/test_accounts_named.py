"""Accounts of before know by what they identify people, and which of them is a sandbox."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]

MAPPED = """
update connection set mapping = '{"identify_by": "alias_email", "rows": []}' where id = 1;
update account set settings = '{"endpoint": "http://127.0.0.1:9911"}' where id = 1;
"""


def test_the_rule_comes_from_the_connection_and_a_step_back_keeps_the_account(first_release):
    upgrade(revision="20261130T2350")
    run_statements(MAPPED)
    upgrade(revision="20261201T0000")
    query = text("select name, tag, identify_by, checked_at from account where id = 1")
    assert tuple(db.session.execute(query).one()) == ("", "sandbox", "alias_email", None)
    end_reading()
    downgrade(revision="20261130T2350")
    assert db.session.execute(text("select count(*) from account")).scalar() == 1
    assert db.session.execute(text("select count(*) from connection")).scalar() == 1
    end_reading()
