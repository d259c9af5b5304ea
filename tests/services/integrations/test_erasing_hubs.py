"""Hubs that were deleted long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Connection, Contact, Delivery, Hub, OutboxRow, Play, Submission
from hubapp.models.columns import now
from hubapp.services import editing, integrations
from hubapp.services.integrations import erasing_hubs
from tests.support.application import make_hub, submit_entries
from tests.support.saving import save

TABLES = (Connection, Delivery, OutboxRow, Play, Submission)


@pytest.fixture
def hub(both, sandbox, monkeypatch) -> Hub:
    monkeypatch.setattr(erasing_hubs, "CHUNK", 2)
    monkeypatch.setattr(erasing_hubs, "QUANTUM", 60.0)
    made = make_hub(sandbox.url)
    submit_entries(made, *(f"{name}@example.com" for name in "abcde"))
    return made


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def delete_long_ago(hub: Hub) -> None:
    editing.delete_hub(hub.id)
    hub.deleted_at = now() - timedelta(days=31)
    save()


def sweep() -> None:
    integrations.erase_hubs()
    integrations.advance_runs()
    integrations.erase_hubs()


def test_a_hub_whose_time_is_over_is_erased_with_all_that_came_of_it(hub):
    contacts = count(Contact)
    delete_long_ago(hub)
    sweep()
    assert [count(each) for each in (Hub, *TABLES)] == [0] * 6
    # Contacts are the workspace's.
    assert (count(Contact), contacts) == (5, 5)


def test_a_hub_that_was_had_back_or_whose_time_is_not_over_stays(hub):
    editing.delete_hub(hub.id)
    sweep()
    assert count(Submission) == 5
    editing.restore_hub(hub.id)
    sweep()
    assert [count(each) for each in (Hub, Connection, Submission)] == [1, 1, 5]


def test_nobody_waits_for_a_large_one(hub, monkeypatch):
    delete_long_ago(hub)
    integrations.erase_hubs()
    monkeypatch.setattr(erasing_hubs, "QUANTUM", -1.0)
    integrations.erase_hubs()
    left = count(Submission)
    assert 0 < left
    monkeypatch.setattr(erasing_hubs, "QUANTUM", 60.0)
    integrations.erase_hubs()
    assert count(Hub) == 0


def test_every_table_of_a_hub_is_looked_at_before_those_that_it_refers_to():
    names = [each.name for each in erasing_hubs.tables_of_hubs()]
    assert {"activity", "play", "submission", "told", "rollup", "edit", "hub_version"} <= {*names}
    assert "connection" not in names
    assert names.index("submission") < names.index("play") < names.index("hub_version")
