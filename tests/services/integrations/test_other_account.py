"""A hub takes another account of the workspace, with another key."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.errors import Refused
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Account, Delivery, OutboxRow
from hubapp.models.account import PRODUCTION
from hubapp.models.activity import TEST
from hubapp.services.integrations import accounts, leaving, switching
from tests.services.integrations.test_switching import ANA, another, count, hub, names, twins
from tests.support.application import connect
from tests.support.deliveries import add, drain_all, due_now, states
from tests.support.factories import ActivityFactory
from tests.support.saving import save

__all__ = ["hub"]


def test_another_account_takes_what_waits_and_knows_nobody_yet(hub, sandbox):
    connection = connect(hub, hub.endpoint)
    add(hub, ANA)
    drain_all(connection)
    add(hub, ANA)
    add(hub, "ben@example.com")
    before, other = connection.account_id, another(hub, lanes=2)
    sandbox.client.post("/__sandbox/keys", json={"add": "another-key"})
    switching.use_account(hub, "braze", other.id)
    db.session.expire_all()
    assert (connection.account_id, connection.standing) == (other.id, "on")
    assert other.identify_by == "email"
    while drain_all(connection):
        due_now(connection)
    assert states(connection) == {State.DELIVERED}
    # Ana was told the same before, to somebody else.
    assert names(sandbox) == ["Ana", "Ana", "Ana"]
    notes = [
        each["verdict"] for row in db.session.scalars(select(Delivery)) for each in row.history
    ]
    assert notes == ["moved", "moved"]
    assert [each.id for each in accounts.accounts_of(hub.workspace_id)] == [before, other.id]
    leaving.remove_account(hub.workspace_id, before)
    leaving.clear_accounts()
    assert db.session.scalars(select(Account.id)).all() == [other.id]


def test_a_key_that_does_not_work_is_not_taken(hub):
    connection = connect(hub, hub.endpoint)
    before, other = connection.account_id, another(hub)
    with pytest.raises(Refused):
        switching.use_account(hub, "braze", other.id)
    assert connection.account_id == before


def test_a_twin_is_not_taken_but_joined(hub):
    first, second = twins(hub)
    assert [each.twin for each in switching.choices_of(first)] == [True]
    with pytest.raises(Refused, match="join"):
        switching.use_account(hub, "braze", second.account_id)


def test_a_test_stays_here_when_the_other_account_is_for_real_people(hub, sandbox):
    connection = connect(hub, hub.endpoint)
    told = ActivityFactory(origin=TEST)
    add(hub, ANA)
    (row,) = db.session.scalars(select(Delivery)).all()
    row.activity_id = told.id
    save()
    sandbox.client.post("/__sandbox/keys", json={"add": "another-key"})
    switching.use_account(hub, "braze", another(hub, tag=PRODUCTION).id)
    db.session.expire_all()
    assert (row.state, row.kept, count(OutboxRow)) == (State.KEPT, True, 0)
    assert connection.standing == "on"
