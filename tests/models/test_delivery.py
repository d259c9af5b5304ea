"""Rejected deliveries are found without a look at the others."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.delivery import is_rejected
from tests.support.factories import ConnectionFactory, DeliveryFactory


@pytest.fixture
def connection(both):
    made = ConnectionFactory()
    for reason in ("", "bad email", ""):
        state = State.REJECTED if reason else State.DELIVERED
        DeliveryFactory(connection=made, reason=reason, state=state)
    return made


def rejected(connection):
    return select(Delivery.reason).where(
        Delivery.connection_id == connection.id, is_rejected(Delivery)
    )


def test_whatever_has_a_reason_is_rejected(connection):
    assert db.session.scalars(rejected(connection)).all() == ["bad email"]


def test_both_databases_see_that_the_small_index_holds_it_all(connection):
    query = rejected(connection).compile(
        dialect=db.engine.dialect, compile_kwargs={"literal_binds": True}
    )
    if db.engine.dialect.name == "postgresql":
        # Three rows are read faster than any index.
        db.session.execute(text("set local enable_seqscan = off"))
        explain = f"explain {query}"
    else:
        explain = f"explain query plan {query}"
    plan = str(db.session.execute(text(explain)).all())
    assert "ix_delivery_rejected" in plan
