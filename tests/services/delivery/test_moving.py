"""What stands with one account is taken along to another: the counters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Confirmed, Delivery
from hubapp.models.columns import now
from hubapp.services.delivery import moving
from tests.services.delivery.in_hand import Hand
from tests.support.deliveries import add, all_in_lane_0, hub_at, submitted
from tests.support.factories import AccountFactory, ConnectionFactory
from tests.support.saving import save


@pytest.fixture
def accounts(both) -> tuple[int, int]:
    return AccountFactory().id, AccountFactory().id


def lane(account_id: int, tally: dict, lane: int = 0, **more: object) -> AccountLane:
    made = AccountLane(account_id=account_id, lane=lane, tally=tally, **more)
    with transaction() as session:
        session.add(made)
    return made


def tally_of(account_id: int) -> dict:
    return db.session.scalars(
        select(AccountLane.tally).where(AccountLane.account_id == account_id)
    ).one()


def test_counters_are_added_and_times_span_both(accounts):
    old, new = accounts
    lane(old, {"delivered": 3, "times": [1, 2], "written": {"a": ["2026-01", "2026-03"]}})
    lane(old, {"delivered": 4, "saved": 1}, lane=1)
    lane(new, {"delivered": 5, "times": [1, 0], "written": {"a": ["2026-02", "2026-04"]}})
    with transaction():
        assert moving.join_tallies(old, new)
    assert tally_of(new) == {
        "delivered": 12,
        "saved": 1,
        "times": [2, 2],
        "written": {"a": ["2026-01", "2026-04"]},
    }


def test_an_account_that_never_sent_gets_a_lane(accounts):
    lane(accounts[0], {"delivered": 3})
    with transaction():
        assert moving.join_tallies(*accounts)
    assert tally_of(accounts[1]) == {"delivered": 3}


def test_counters_of_a_lane_in_hand_are_its_holders(accounts):
    old, new = accounts
    lane(old, {"delivered": 3})
    lane(new, {}, token="mine", leased_until=now() + timedelta(seconds=9))
    with transaction():
        assert not moving.join_tallies(old, new)
    assert tally_of(old) == {"delivered": 3}


def test_what_is_known_of_somebody_in_hand_waits(both, sandbox):
    """Its holder writes of them."""
    connection = submitted(hub_at(sandbox), "ana@example.com")
    all_in_lane_0()
    Hand(connection)
    other = AccountFactory()
    row = connection.account_id
    from_outbox = db.session.scalars(select(Delivery.person)).one()
    assert from_outbox == "email:ana@example.com"
    mark = moving.confirmed.person_mark(from_outbox)
    with transaction() as session:
        for person in (mark, "ben"):
            session.add(Confirmed(account_id=other.id, person=person, values={"": ["", 1]}))
    with transaction():
        assert moving.join_confirmed(other.id, row, 10)
    left = select(Confirmed.person).where(Confirmed.account_id == other.id)
    assert db.session.scalars(left).all() == [mark]


def test_how_much_waits_is_counted_no_further_than_asked(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "ana@example.com")
    add(hub, "ben@example.com")
    ConnectionFactory(account=connection.account)
    save()
    assert [moving.waiting_of(connection, most) for most in (None, 1)] == [2, 1]
