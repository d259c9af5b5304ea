"""A profile is deleted when nothing of the person is on its way; a key that may not is retried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Account, Contact, Erasure, ErasureStep, Hub
from hubapp.models.columns import now
from hubapp.services.rights import afterwards, erasing
from tests.services.rights.planted import (
    EMAIL,
    connection_of,
    hub_with_everything,
    rows_with,
    take_part,
)
from tests.support.deliveries import drain_all


@pytest.fixture
def hub(both, sandbox) -> Hub:
    hub = hub_with_everything(sandbox)
    take_part(hub)
    drain_all(connection_of(hub))
    contact = db.session.scalars(select(Contact.id)).one()
    erasing.erase(hub.workspace_id, contact, whole_profile=True)
    return hub


def step() -> ErasureStep:
    db.session.expire_all()
    return db.session.scalars(select(ErasureStep)).one()


def due(**values: object) -> None:
    with transaction() as session:
        session.execute(update(ErasureStep).values(due_at=now(), **values))


def test_a_key_that_may_not_is_asked_again_once_it_may(hub, sandbox):
    sandbox.client.post("/__sandbox/given", json={"keys": {"track": ["users.track"]}})
    with transaction() as session:
        session.execute(update(Account).values(secret=seal("track")))
    afterwards.advance()
    assert (step().state, step().tries) == ("waiting", 1)
    assert "users.delete" in str(step().words)
    afterwards.advance()
    assert step().tries == 1
    with transaction() as session:
        session.execute(update(Account).values(secret=seal("sandbox-key")))
    due()
    afterwards.advance()
    assert (step().state, step().sealed, str(step().words)) == ("done", None, "")
    assert db.session.scalars(select(Erasure.state)).all() == ["done"]
    assert sandbox.profile(f"email:{EMAIL}") is None


@pytest.mark.parametrize(
    ("fault", "made", "state"),
    [
        ({"status": 500}, timedelta(0), "waiting"),
        ({"status": 400, "body": {"message": "no"}}, timedelta(0), "refused"),
        ({"status": 500}, timedelta(days=8), "refused"),
    ],
)
def test_whom_it_was_about_is_kept_no_longer_than_it_helps(hub, sandbox, fault, made, state):
    sandbox.fault(**fault)
    due(created_at=now() - made)
    afterwards.advance()
    assert step().state == state
    assert (step().sealed is None) is (state == "refused")
    assert rows_with() == []


def test_without_its_key_nothing_can_be_asked(hub):
    with transaction() as session:
        session.execute(update(Account).values(secret=b""))
    afterwards.advance()
    assert (step().state, step().words) == ("refused", afterwards.KEY_GONE)
