"""An account belongs to the workspace: hubs share it, its key is changed without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Connection, Hub
from hubapp.services.integrations import accounts, connections, leaving
from hubapp.services.integrations.accounts import AccountForm
from hubapp.services.integrations.mappings import Form
from tests.support.application import submit_entries
from tests.support.deliveries import drain_all, hub_at
from tests.support.factories import KEY, WorkspaceFactory

ROW = MappingRow("field.first_name", "attribute.first_name")
MAPPING = FieldMapping("email", "field.email", "", (ROW,), whom=EVERYBODY)


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


@pytest.fixture
def other(hub, sandbox) -> Hub:
    made = hub_at(sandbox)
    with transaction():
        made.workspace_id = hub.workspace_id
    return made


def form(hub: Hub, **more: object) -> Form:
    return replace(Form({}, MAPPING, KEY, typed={"endpoint": hub.endpoint}), **more)


def save(hub: Hub, **more: object) -> Connection:
    return connections.save(hub, "braze", form(hub, **more))


def keys(account: Account) -> tuple[str, str]:
    db.session.expire_all()
    return open_sealed(account.secret) or "", account.secret_hint


def rotate(account: Account, url: str, secret: str = "", name: str = "Europe") -> None:
    told = AccountForm(name, "sandbox", secret, {"endpoint": url})
    accounts.save_account(account.workspace_id, account.id, told)


def test_a_hub_that_chooses_an_account_is_asked_for_no_key(hub, other):
    first = save(hub)
    shared = save(other, account=first.account_id, secret="", typed={})
    assert shared.account_id == first.account_id
    assert [each.name for each, _ in accounts.hubs_with(first.account)] == [hub.name, other.name]


def test_the_same_key_at_the_same_place_is_the_same_account_though_it_was_typed(hub, other):
    assert save(hub).account_id == save(other).account_id
    assert len(accounts.accounts_of(hub.workspace_id, "braze")) == 1


def test_an_account_of_strangers_is_gone(hub, other):
    account = save(hub).account
    stranger = WorkspaceFactory().id
    with transaction():
        account.workspace_id = stranger
    with pytest.raises(Refused) as refusal:
        save(other, account=account.id)
    assert [each.where for each in refusal.value.problems] == ["account"]


def test_a_new_connection_begins_with_the_rule_of_the_account(hub, other):
    alias = replace(MAPPING, identify_by="alias_email")
    account = save(hub, mapping=alias).account
    first = connections.form_of(other, "braze")
    assert first.mapping.identify_by == "alias_email"
    assert account.identify_by == "alias_email"


def test_disconnecting_one_hub_leaves_the_account_to_the_other(hub, other):
    first, second = save(hub), save(other)
    account_id = first.account_id
    assert leaving.disconnect(hub, "braze")
    assert keys(second.account) == (KEY, KEY[-4:])
    assert not leaving.disconnect(other, "braze")
    assert db.session.get(Account, account_id) is None


def test_removing_an_account_disconnects_every_hub(hub, other):
    account = save(hub).account
    save(other)
    workspace_id, account_id = account.workspace_id, account.id
    leaving.remove_account(workspace_id, account_id)
    db.session.expire_all()
    assert db.session.query(Connection).count() == 0
    with pytest.raises(NotFoundHere):
        accounts.account_of(workspace_id, account_id)


def test_a_new_key_is_tried_and_takes_what_waited_with_it(hub, sandbox):
    connection = save(hub)
    submit_entries(hub, "ana@example.com")
    sandbox.client.post("/__sandbox/keys", json={"add": "new-key"})
    rotate(connection.account, hub.endpoint, "new-key")
    assert keys(connection.account) == ("new-key", "-key")
    assert (connection.account.name, connection.account.tag) == ("Europe", "sandbox")
    sandbox.client.post("/__sandbox/keys", json={"revoke": KEY})
    drain_all(connection)
    assert sandbox.profile("email:ana@example.com") is not None


def test_a_key_that_does_not_work_changes_nothing(hub):
    account = save(hub).account
    with pytest.raises(Refused):
        rotate(account, hub.endpoint, "wrong")
    assert keys(account) == (KEY, KEY[-4:])


def test_a_name_needs_no_key(hub):
    account = save(hub).account
    assert str(accounts.name_of_account(account)).endswith("key …-key")
    rotate(account, hub.endpoint)
    assert str(accounts.name_of_account(account)) == "Europe"
    with pytest.raises(Refused) as refusal:
        rotate(account, hub.endpoint, name="x" * 81)
    assert [each.where for each in refusal.value.problems] == ["name"]
