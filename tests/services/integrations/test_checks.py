"""Checks are tried without changing anything, and what they found is kept."""

from __future__ import annotations

import pytest

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.services.integrations import checks
from tests.support.factories import ConnectionFactory


@pytest.fixture
def account(app, sandbox):
    app.extensions["settings"].braze_extra_endpoints = sandbox.url
    return ConnectionFactory(endpoint=sandbox.url).account


def states(account) -> list[str]:
    checks.check_account(account.workspace_id, account.id)
    db.session.expire_all()
    assert account.checked_at is not None
    return [each.state for each in checks.found_in(account)]


def test_a_key_that_may_do_all_has_all_its_ticks(account, sandbox):
    assert checks.found_in(account) == []
    assert states(account) == ["yes"] * 4
    assert sandbox.state()["counts"].get("profiles", 0) == 0


def test_what_is_not_needed_is_only_lacking(account, sandbox):
    sandbox.client.post("/__sandbox/given", json={"keys": {"sandbox-key": ["users.track"]}})
    assert states(account) == ["yes", "yes", "yes", "lacking"]


def test_a_key_that_is_gone(account, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    assert states(account) == ["yes", "no", "no", "lacking"]


def test_a_key_that_cannot_be_read_is_not_tried(account):
    with transaction():
        account.secret = b"of a lost key"
    checks.check_account(account.workspace_id, account.id)
    assert checks.found_in(account) == []


def test_nobody_checks_what_is_not_theirs(account):
    with pytest.raises(NotFoundHere):
        checks.check_account(account.workspace_id + 1, account.id)
