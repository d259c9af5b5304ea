"""Deliveries as a table to take away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.retrying import State
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import AuditEntry
from hubapp.services.integrations import filtering
from hubapp.services.integrations.filtering import Filter
from hubapp.services.integrations.table import table_of
from tests.support.application import connect
from tests.support.deliveries import hub_at
from tests.support.factories import DeliveryFactory


@pytest.fixture
def connection(app, sandbox):
    hub = hub_at(sandbox)
    return connect(hub, sandbox.url)


def rows(connection, masked=False, **wanted):
    table = table_of(connection, Filter.read(wanted), masked)
    return [[str(each) for each in row] for row in table][1:]


def test_the_refused_are_told_with_their_reasons_whatever_their_number(connection, monkeypatch):
    monkeypatch.setattr(filtering, "PAGE", 2)
    for at in range(5):
        DeliveryFactory(
            connection=connection,
            person=f"email:{at}@example.com",
            state=State.REJECTED,
            reason="Too large",
            words=Words.verbatim("Braze says no"),
        )
    DeliveryFactory(connection=connection)
    found = rows(connection, state="rejected")
    assert [row[2] for row in found] == [f"{at}@example.com" for at in (4, 3, 2, 1, 0)]
    assert found[0][3:] == ["Refused", "Too large", "Braze says no", "0", ""]
    assert len(rows(connection)) == 6
    noted = db.session.scalars(select(AuditEntry.kind)).all()
    assert noted == ["deliveries_exported"] * 2


def test_nobody_can_be_read_by_whoever_may_not(connection):
    DeliveryFactory(connection=connection)
    assert rows(connection, masked=True)[0][2] == "an…"
