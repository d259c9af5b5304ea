"""Votes of before stay, up and down again."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from tests.migrations.test_accounts import run_statements
from tests.migrations.test_up import first_release

__all__ = ["first_release"]


def votes() -> list[tuple[str, int]]:
    found = db.session.execute(text("select key, count from tally order by key, count")).all()
    end_reading()
    return [tuple(each) for each in found]


def test_counters_become_shards_and_one_row_again(first_release):
    upgrade(revision="20261201T0400")
    run_statements("insert into tally (hub_id, card_id, key, count) values (1, 'poll', 'zoo', 5);")
    before = votes()
    upgrade(revision="20261201T0530")
    assert votes() == before
    run_statements(
        "insert into tally (hub_id, card_id, key, shard, count) values (1, 'poll', 'zoo', 7, 2);\n"
        "insert into tally (hub_id, card_id, key, shard, count) values (1, 'poll', 'zoo', 9, 1);"
    )
    downgrade(revision="20261201T0400")
    assert ("zoo", 8) in votes()
    assert len(votes()) == len(before)
