"""The connection to a destination: saved, tried, paused, resumed, forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.vault import open_sealed, seal
from hubapp.extensions import db
from hubapp.models import Connection
from tests.blueprints.page import page_of
from tests.support.application import connect
from tests.support.factories import AccountFactory
from tests.support.saving import save


@pytest.fixture
def saved(hub):
    """The connection as it is in the database now; None when there is none."""

    def read() -> Connection | None:
        db.session.expire_all()
        query = select(Connection).where(Connection.hub_id == hub.id)
        return db.session.scalars(query).one_or_none()

    return read


@pytest.fixture
def connected(hub, sandbox) -> Connection:
    return connect(hub, sandbox.url)


def note(client, reply) -> str:
    """What the next page says."""
    assert reply.status_code == 302
    return page_of(client.get(reply.location)).words


def test_the_list_says_what_is_connected(signed_in, hub, screen, sandbox):
    analyst = signed_in("analyst")
    address = screen.removesuffix("/braze")
    assert "Braze Not connected" in page_of(analyst.get(address)).words
    connect(hub, sandbox.url)
    page = page_of(analyst.get(address))
    assert "Braze Sending · nothing yet" in page.words
    assert sandbox.url in page.words
    assert page.links[f"{screen}/deliveries"] == "Deliveries"
    assert screen not in page.links


def test_only_an_admin_is_led_to_the_screen(admin, hub, screen):
    assert screen in page_of(admin.get(screen.removesuffix("/braze"))).links


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_destination_that_there_is_not(admin, screen, method):
    assert admin.open(f"{screen}2", method=method).status_code == 404


def test_a_key_that_works_is_kept_sealed_and_the_connection_is_on(admin, screen, typed, saved):
    assert "The key works and the connection is on." in note(admin, admin.post(screen, data=typed))
    connection = saved()
    assert connection.state == "on"
    assert open_sealed(connection.account.secret) == "sandbox-key"
    assert b"sandbox-key" not in connection.account.secret
    assert (connection.account.secret_hint, connection.only_changes) == ("-key", True)


def test_the_key_never_comes_back_to_the_browser(admin, screen, typed):
    admin.post(screen, data=typed)
    assert "sandbox-key" not in admin.get(screen).text
    refused = admin.post(screen, data=typed | {"keep_days": "0"})
    assert refused.status_code == 422
    assert "sandbox-key" not in refused.text


def test_without_a_new_key_the_saved_one_counts(admin, screen, typed, saved):
    admin.post(screen, data=typed)
    admin.post(screen, data=typed | {"secret": "", "keep_days": "7"})
    assert saved().keep_days == 7
    assert open_sealed(saved().account.secret) == "sandbox-key"


def test_at_another_endpoint_the_saved_key_is_not_tried(admin, screen, typed):
    """Or whoever may change the endpoint could have the key sent to themselves."""
    admin.post(screen, data=typed)
    moved = {"endpoint": "https://rest.iad-01.braze.com", "secret": ""}
    reply = admin.post(screen, data=typed | moved)
    assert reply.status_code == 422
    assert "Paste the REST API key" in page_of(reply).words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"secret": ""}, "Paste the REST API key"),
        ({"secret": "two words"}, "has a space or a quote in it"),
        ({"secret": "no-such-key"}, "Nothing was saved."),
        ({"endpoint": "https://evil.example"}, "endpoint"),
        ({"identify_by": ""}, "Choose"),
        ({"rows.r0.source": "field.gone"}, "This source is no longer in the hub."),
        ({"keep_days": "0"}, "Enter a number of days from 1 to 3650."),
        ({"keep_days": "many"}, "Enter a number of days from 1 to 3650."),
        ({"keep_days": "9" * 40}, "Enter a number of days from 1 to 3650."),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_what_is_wrong_is_said_and_nothing_is_saved(admin, screen, typed, saved, wrong, sentence):
    reply = admin.post(screen, data=typed | wrong)
    assert reply.status_code == 422
    assert sentence in page_of(reply).words
    assert saved() is None


def test_a_destination_that_does_not_answer_saves_nothing(admin, screen, typed, saved, sandbox):
    sandbox.fault(status=503)
    reply = admin.post(screen, data=typed)
    assert reply.status_code == 422
    assert "Nothing was saved." in page_of(reply).words
    assert saved() is None


@pytest.mark.parametrize(
    ("action", "rows"),
    [
        ("add:rows", ["field.first_name", ""]),
        ("remove:rows.r0", []),
        ("remove:rows.r7", ["field.first_name"]),
        ("show:example", ["field.first_name"]),
    ],
)
def test_buttons_change_the_draft_and_connect_nothing(admin, screen, typed, saved, action, rows):
    reply = admin.post(screen, data=typed | {"_action": action})
    values = page_of(reply).values
    assert reply.status_code == 200
    named = values["rows.order"].split()
    assert [values[f"rows.{each}.source"] for each in named] == rows
    assert saved() is None


TEST = {"test_identity": "hubapp-test@example.com", "test_sure": "y"}


def test_a_test_is_sent_and_shown_with_its_answer(admin, screen, connected, sandbox):
    reply = admin.post(f"{screen}/test", data=TEST)
    assert reply.status_code == 200
    assert "Braze accepted the test." in page_of(reply).words
    for seen in ("/users/track", "hubapp-test@example.com", "Status 201", "success"):
        assert seen in page_of(reply).words
    assert "sandbox-key" not in reply.text
    assert sandbox.profile("email:hubapp-test@example.com") is not None


def test_a_test_that_is_refused_says_why(admin, screen, connected, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    reply = admin.post(f"{screen}/test", data=TEST)
    assert "Braze refused the key (401)" in page_of(reply).words


def test_the_screen_offers_a_test_and_what_it_lacks_is_said_there(
    admin, screen, connected, sandbox
):
    offered = page_of(admin.get(screen)).values
    assert offered["test_identity"] == TEST["test_identity"]
    assert "test_sure" not in offered
    reply = admin.post(f"{screen}/test", data={"test_identity": "ana"})
    assert reply.status_code == 422
    assert page_of(reply).values["test_identity"] == "ana"
    assert "This is not an email address" in page_of(reply).words
    assert "Tick this first" in page_of(reply).words
    assert sandbox.state()["counts"]["requests"] == 0


def test_pausing_and_resuming(admin, screen, connected, saved):
    assert "Paused. Everything is kept until you resume." in note(
        admin, admin.post(f"{screen}/pause")
    )
    assert saved().state == "paused"
    assert "Resumed. What waited goes out now." in note(admin, admin.post(f"{screen}/resume"))
    assert saved().state == "on"


def test_disconnecting_forgets_the_key(admin, screen, connected, saved):
    told = note(admin, admin.post(f"{screen}/disconnect"))
    assert "Disconnected. The key is forgotten." in told
    assert saved() is None


def test_a_key_that_is_gone_with_a_refusal_of_something_else_is_asked_for_again(
    admin, screen, typed
):
    again = "Then paste the key again"
    refused = admin.post(screen, data={**typed, "identity_source": ""})
    assert refused.status_code == 422
    assert again in refused.text
    assert typed["secret"] not in refused.text
    assert again not in admin.post(screen, data={**typed, "secret": "", "identity_source": ""}).text
    assert again not in admin.post(screen, data={**typed, "secret": "wrong"}).text


@pytest.mark.parametrize("verb", ["test", "pause", "resume", "disconnect"])
def test_without_a_connection_there_is_nothing_to_do(admin, screen, verb):
    assert admin.post(f"{screen}/{verb}").status_code == 404


def test_another_account_is_offered_with_what_comes_of_it_and_used(
    admin, hub, screen, typed, saved
):
    admin.post(screen, data=typed)
    account = saved().account
    other = AccountFactory(
        workspace_id=account.workspace_id, name="Asia", settings=dict(account.settings)
    )
    assert "“Asia” has the same key as the account of this hub." in page_of(admin.get(screen)).words
    other.secret = seal("no-track-key")
    save()
    words = page_of(admin.get(screen)).words
    assert "Nothing waits. What is being sent this second ends where it began." in words
    refused = admin.post(f"{screen}/account", data={"account": other.id})
    assert refused.status_code == 422
    assert "forbids this (403" in page_of(refused).words
    other.secret, other.settings = seal("sandbox-key"), {**account.settings, "objects": "50"}
    account.secret = seal("another-key")
    save()
    reply = admin.post(f"{screen}/account", data={"account": other.id})
    assert "This hub has another account." in note(admin, reply)
    assert saved().account_id == other.id


def test_saved_while_it_is_paused_it_is_not_said_to_be_on(admin, screen, typed, saved):
    admin.post(screen, data=typed)
    admin.post(f"{screen}/pause")
    said = note(admin, admin.post(screen, data=typed))
    assert "What visitors send is kept. It waits until you resume." in said
    assert saved().state == "paused"
