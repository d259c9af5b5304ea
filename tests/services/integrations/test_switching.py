"""A hub takes another account of the workspace, and accounts with one key become one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from hubapp.core.destination import Action, Verdict
from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import (
    Account,
    AccountLane,
    AuditEntry,
    Confirmed,
    Connection,
    Delivery,
    Exchange,
    OutboxRow,
    Workspace,
)
from hubapp.models.account import PRODUCTION
from hubapp.models.columns import now
from hubapp.services.delivery import holds, lanes
from hubapp.services.integrations import (
    accounts,
    connections,
    leaving,
    moving,
    progress,
    runs,
    standing,
    switching,
)
from hubapp.services.integrations.mappings import Form
from tests.services.delivery.in_hand import Hand
from tests.support.application import connect
from tests.support.deliveries import add, all_in_lane_0, drain_all, due_now, hub_at, states
from tests.support.factories import AccountFactory, ConnectionFactory, HubFactory
from tests.support.saving import save

ANA = "ana@example.com"


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


def twins(hub) -> tuple[Connection, Connection]:
    """Two hubs with an account each, and one key to one place: an older installation."""
    first = connect(hub, hub.endpoint)
    other = HubFactory(workspace=db.session.get_one(Workspace, hub.workspace_id))
    return first, ConnectionFactory(hub=other, endpoint=hub.endpoint)


def another(hub, **more: object) -> Account:
    """An account of the workspace that no hub uses, with another key."""
    account = AccountFactory(workspace_id=hub.workspace_id, endpoint=hub.endpoint, **more)
    home = hub.endpoint
    account.mark = holds.key_mark(home, "another-key")
    account.secret = seal("another-key")
    save()
    return account


def join(first: Connection, second: Connection) -> None:
    workspace_id = first.account.workspace_id
    switching.join_accounts(workspace_id, first.account_id, second.account_id)
    db.session.expire_all()


def count(table: type) -> int:
    return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


def names(sandbox) -> list[str]:
    """The first names that were stored, in order."""
    sent = [each["body"].get("attributes", ()) for each in sandbox.state()["requests"]]
    told = [each for request in sent for each in request]
    return [each["first_name"] for each in told if "first_name" in each]


def test_ana_anna_ana_over_two_hubs_leaves_ana(hub, sandbox):
    """What the one account had confirmed was no longer so, and it left it out as unchanged."""
    first, second = twins(hub)
    for each, name in ((first, "Ana"), (second, "Anna")):
        add(each.hub, ANA, name)
        drain_all(each)
    join(first, second)
    assert first.account_id == second.account_id
    add(first.hub, ANA, "Ana")
    drain_all(first)
    assert sandbox.profile(f"email:{ANA}")["first_name"] == "Ana"


def test_what_both_have_told_alike_is_not_sent_again(hub, sandbox):
    first, second = twins(hub)
    for each in (first, second):
        add(each.hub, ANA)
        drain_all(each)
    join(first, second)
    add(first.hub, ANA)
    assert drain_all(first) == 0


def test_what_waits_goes_out_in_order_with_the_account_that_stays(hub, sandbox):
    first, second = twins(hub)
    gone, stays = first.account_id, second.account_id
    for number in range(6):
        add((first, second)[number % 2].hub, ANA, f"Ana {number}")
    join(first, second)
    assert set(db.session.scalars(select(OutboxRow.account_id))) == {stays}
    while drain_all(first):
        due_now(first)
    # What belongs to one person and goes at once goes as it ended.
    assert names(sandbox) == ["Ana 5"]
    assert states(first) == states(second) == {State.DELIVERED}
    leaving.clear_accounts()
    assert db.session.scalars(select(Account.id)).all() == [stays] != [gone]
    assert db.session.scalars(select(AuditEntry.kind)).all() == ["accounts_joined"]


def test_what_was_sent_and_counted_is_still_explained(hub):
    first, second = twins(hub)
    for each in (first, second):
        add(each.hub, ANA)
        drain_all(each)
    join(first, second)
    leaving.clear_accounts()
    assert count(Exchange) == 2
    tallies = db.session.scalars(select(AccountLane.tally)).all()
    assert sum(each.get("delivered", 0) for each in tallies) == 2
    assert any("attribute.first_name" in each.get("written", {}) for each in tallies)
    assert set(db.session.scalars(select(Confirmed.account_id))) == {second.account_id}


def test_what_a_worker_has_in_hand_ends_first(hub, sandbox):
    first, second = twins(hub)
    add(first.hub, ANA)
    all_in_lane_0()
    hand = Hand(first)
    add(first.hub, ANA, "Anna")
    join(first, second)
    assert (first.standing, count(OutboxRow)) == ("moving", 2)
    assert str(standing.standing_of(first).words) == "Changing accounts"
    add(first.hub, ANA, "Annie")
    assert drain_all(first) == 0
    hand.settle(hand.sent(Verdict(Action.DELIVERED)))
    with transaction():
        lanes.leave(hand.run.lease, hand.run.tally)
    runs.advance_runs()
    db.session.expire_all()
    assert first.standing == "on"
    while drain_all(first):
        due_now(first)
    assert names(sandbox) == ["Annie"]
    assert states(first) == {State.DELIVERED}


def test_what_a_dead_worker_had_in_hand_is_taken_along_and_may_have_arrived(hub, sandbox):
    first, second = twins(hub)
    add(first.hub, ANA)
    all_in_lane_0()
    Hand(first)
    with transaction() as session:
        session.execute(update(AccountLane).values(leased_until=now() - timedelta(minutes=1)))
    join(first, second)
    (row,) = db.session.scalars(select(Delivery)).all()
    assert (row.outcome_unknown, row.account_id) == (True, second.account_id)
    while drain_all(first):
        due_now(first)
    assert names(sandbox) == ["Ana"]


def test_paused_stays_paused(hub):
    first, second = twins(hub)
    connections.pause(first.hub, "braze")
    add(first.hub, ANA)
    join(first, second)
    assert (first.standing, drain_all(first)) == ("paused", 0)
    connections.resume(first.hub, "braze")
    assert drain_all(first) == 1


def test_in_chunks_it_says_how_far_it_is(hub, monkeypatch):
    monkeypatch.setattr(moving, "CHUNK", 2)
    monkeypatch.setattr(runs, "SECONDS", -1)
    first, second = twins(hub)
    for number in range(5):
        add(first.hub, f"{number}@example.com")
    join(first, second)
    for done in (2, 4, 5):
        sentence = progress.runs_of(first)[0].sentence
        assert str(sentence) == f"Taking along what waits: {done} of 5 are with it."
        assert drain_all(first) == 0
        runs.advance_runs()
    for _ in range(3):
        runs.advance_runs()
    db.session.expire_all()
    assert str(progress.runs_of(first)[0].sentence) == "What waited was taken along."
    assert drain_all(first) > 0
    assert states(first) == {State.DELIVERED}


def test_disconnected_half_way_its_deliveries_go_from_both_lines(hub, monkeypatch):
    monkeypatch.setattr(moving, "CHUNK", 2)
    monkeypatch.setattr(runs, "SECONDS", -1)
    first, second = twins(hub)
    for number in range(5):
        add(first.hub, f"{number}@example.com")
    join(first, second)
    leaving.disconnect(first.hub, "braze")
    assert (count(OutboxRow), count(Connection)) == (0, 1)


def test_only_twins_are_joined(hub):
    first, _ = twins(hub)
    other = another(hub)
    for into in (other.id, first.account_id):
        with pytest.raises(Refused):
            switching.join_accounts(hub.workspace_id, first.account_id, into)
    with pytest.raises(NotFoundHere):
        switching.join_accounts(hub.workspace_id + 1, first.account_id, other.id)


def test_what_joining_means(hub):
    first, second = twins(hub)
    second.account.identify_by, second.account.name = "external_id", "Europe"
    save()
    add(first.hub, ANA)
    (found,) = switching.joinings_of(first.account)
    assert (found.twin.id, str(found.name)) == (second.account_id, "Europe")
    assert (found.waiting, list(found.hubs)) == (1, [first.hub])
    assert (str(found.rule), list(found.others)) == ("External ID", [first.hub])
    assert switching.joinings_of(another(hub)) == []


def test_twins_may_be_saved_until_they_are_joined(hub):
    """Each was refused, for the other has its key."""
    first, second = twins(hub)
    for each in (first.account, second.account):
        each.mark = accounts.key_of(each)
    save()
    typed = {"endpoint": hub.endpoint}
    form = accounts.AccountForm("Summer", PRODUCTION, "", typed)
    accounts.save_account(hub.workspace_id, first.account_id, form)
    assert first.account.name == "Summer"
    rows = (MappingRow("field.first_name", "custom.name"),)
    mapping = FieldMapping("email", "field.email", "", rows, whom=EVERYBODY)
    connections.save(hub, "braze", Form({}, mapping, typed=typed))
    assert first.mapping["rows"][0]["target"] == "custom.name"
