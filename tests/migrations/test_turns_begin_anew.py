"""Turns of before were counted from window to window; now each window counts its own."""

from __future__ import annotations

from flask_migrate import upgrade

from tests.migrations.test_accounts import run_statements
from tests.migrations.test_mapping_versions import rows
from tests.migrations.test_up import first_release

__all__ = ["first_release"]
GATE = """insert into entry_gate (hub_id, card_id, rule, subject, window_start, count)
    select id, 'poll', 'day', 'somebody', '2026-11-30 10:00:00', 7 from hub where id = 1;"""


def test_whoever_came_often_has_had_one_turn_of_this_window(first_release):
    upgrade(revision="20261201T0800")
    run_statements(GATE)
    upgrade(revision="20261201T0810")
    assert rows("select count from entry_gate") == [(1,)]
