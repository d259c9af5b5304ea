"""Who would get a second profile by another rule."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.mapping import FieldMapping
from hubapp.extensions import db
from hubapp.models import AuditEntry
from hubapp.services.integrations import pairs
from tests.support.application import connect, submit_entries
from tests.support.deliveries import hub_at


@pytest.fixture
def connection(app, sandbox):
    hub = hub_at(sandbox)
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com", "bea@example.com", "cid@example.com")
    return connection


def lines(connection, **mapping):
    found = pairs.pairs_of(connection, FieldMapping(**mapping))
    return [tuple(str(each) for each in line) for line in found][1:]


def test_by_another_rule_each_is_somebody_else(connection, monkeypatch):
    monkeypatch.setattr(pairs, "CHUNK", 2)
    found = lines(connection, identify_by="alias_email", identity_source="field.email")
    assert found == [
        ("email", f"{name}@example.com", "alias_email", f"{name}@example.com")
        for name in ("ana", "bea", "cid")
    ]
    assert db.session.scalars(select(AuditEntry.kind)).all() == ["deliveries_exported"]


def test_by_the_same_rule_nobody_is(connection):
    assert lines(connection, identify_by="email", identity_source="field.email") == []


def test_whoever_would_be_found_no_more_has_an_empty_half(connection):
    found = lines(connection, identify_by="external_id", identity_source="field.id")
    assert found[0] == ("email", "ana@example.com", "", "")
