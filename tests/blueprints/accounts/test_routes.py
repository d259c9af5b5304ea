"""The screens of accounts: what works, a new key, the hubs that use it, the end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account
from hubapp.services.editing import create_hub
from tests.blueprints.integrations.conftest import admin, hub, typed
from tests.blueprints.page import page_of
from tests.support.factories import AccountFactory

__all__ = ["admin", "hub", "typed"]


@pytest.fixture
def account(admin, hub, typed) -> Account:
    """Connected on the screen of the hub."""
    admin.post(f"/hubs/{hub.id}/settings/integrations/braze", data=typed)
    return db.session.scalars(select(Account)).one()


@pytest.fixture
def screen(account) -> str:
    return f"/accounts/{account.id}"


def test_an_account_stands_in_the_list_with_its_hubs(admin, account):
    words = page_of(admin.get("/accounts")).words
    assert "1 hub uses it." in words
    assert "sandbox-key" not in words


def test_without_accounts_the_list_says_what_to_do(admin):
    assert "No accounts yet" in page_of(admin.get("/accounts")).words


def test_checks_have_ticks_and_say_what_to_do_where_one_is_missing(admin, screen, sandbox):
    assert "Not checked yet." in page_of(admin.get(screen)).words
    sandbox.client.post("/__sandbox/given", json={"keys": {"sandbox-key": ["users.track"]}})
    assert admin.post(f"{screen}/check").status_code == 302
    words = page_of(admin.get(screen)).words
    assert "It may write users (users.track) : works" in words
    assert "for people who ask to be erased: no Without it, whoever erases somebody" in words


def test_a_key_that_was_deleted_fails_its_checks(admin, screen, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    admin.post(f"{screen}/check")
    words = page_of(admin.get(screen)).words
    assert "Braze answers at this address : works" in words
    assert "The key belongs to a workspace there: no" in words


def test_an_address_that_does_not_answer_tells_nothing_of_the_key(admin, screen, sandbox):
    for _ in range(2):
        sandbox.fault(drop=True)
    admin.post(f"{screen}/check")
    assert "no answer that tells" in page_of(admin.get(screen)).words


def test_a_new_key_is_kept_and_never_shown(admin, screen, account, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"add": "new-key"})
    told = {"name": "Europe", "tag": "sandbox", "endpoint": sandbox.url, "secret": "new-key"}
    assert admin.post(screen, data=told).status_code == 302
    db.session.expire_all()
    assert open_sealed(account.secret) == "new-key"
    page = admin.get(screen).text
    assert "new-key" not in page
    assert "Europe" in page


def test_a_key_that_does_not_work_is_said_at_its_control(admin, screen, sandbox):
    reply = admin.post(screen, data={"endpoint": sandbox.url, "secret": "wrong"})
    assert reply.status_code == 422
    assert "Nothing was saved." in page_of(reply).words


def test_removing_it_names_the_hubs_and_forgets_the_key(admin, screen, hub):
    assert f"Remove {hub.name}" not in page_of(admin.get(screen)).words
    assert hub.name in page_of(admin.get(screen)).words
    admin.post(f"{screen}/remove")
    assert admin.get(screen).status_code == 404


@pytest.mark.parametrize("path", ["", "/check", "/remove"])
def test_of_another_workspace_there_is_none(admin, path):
    assert admin.post(f"/accounts/999{path}").status_code == 404


def test_a_second_hub_chooses_it_and_asks_for_no_key(admin, account, workspace, typed):
    other = create_hub(workspace.id, None, "Autumn")
    address = f"/hubs/{other.id}/settings/integrations/braze"
    offered = f'name="account" value="{account.id}"'
    assert offered in admin.get(address).text
    told = {**typed, "account": str(account.id), "secret": "", "endpoint": ""}
    reply = admin.post(address, data=told)
    assert "Paste the REST API key" not in page_of(reply).words


@pytest.fixture
def twin(account) -> Account:
    """Of an older installation: another account with the same key."""
    return AccountFactory(
        workspace_id=account.workspace_id,
        name="Europe",
        settings=dict(account.settings),
        identify_by="external_id",
    )


def test_a_twin_is_told_with_what_comes_of_it_and_joined(admin, account, screen, twin):
    words = page_of(admin.get(screen)).words
    assert "“Europe” has the same key" in words
    assert "“Europe” identifies people by External ID. These hubs have another rule" in words
    assert "Nothing waits." in words
    reply = admin.post(f"{screen}/join", data={"into": twin.id})
    assert reply.location == f"/accounts/{twin.id}"
    words = page_of(admin.get(reply.location)).words
    assert "Joined. All their hubs send with this account, in order." in words
    assert "has the same key" not in words
    assert admin.get(screen).status_code == 404


@pytest.mark.parametrize("into", ["", "0", "x", "999999"])
def test_what_is_no_twin_is_not_joined(admin, screen, into):
    reply = admin.post(f"{screen}/join", data={"into": into})
    assert (reply.status_code, "This account is gone." in page_of(reply).words) == (422, True)


def test_an_account_that_no_hub_uses_can_be_removed(admin, account, screen, twin):
    assert "No hub uses it." in page_of(admin.get(f"/accounts/{twin.id}")).words
    admin.post(f"/accounts/{twin.id}/remove")
    words = page_of(admin.get("/accounts")).words
    assert "Europe" not in words
    assert "1 hub uses it." in words


def test_a_name_alone_says_nothing_of_what_waits(admin, screen, sandbox):
    said = page_of(
        admin.get(admin.post(screen, data={"name": "Asia", "endpoint": sandbox.url}).location)
    ).words
    assert "Saved." in said
    assert "What waits" not in said
