"""The demo's hub: made once, and afterwards only pointed at the sandbox."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.demo.hub import SLUG, make_demo_hub
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Connection, Hub, HubVersion
from hubapp.services.editing import snapshot_of_version
from tests.support.factories import MemberFactory, UserFactory
from tests.support.saving import save

SANDBOX = "http://127.0.0.1:8001"


@pytest.fixture
def user(app):
    return MemberFactory(workspace__name="Demo workspace").user


@pytest.fixture
def connection(user) -> Connection:
    """That of the demo's hub after its first start."""
    make_demo_hub(user.id, SANDBOX)
    return db.session.scalars(select(Connection)).one()


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_on_its_first_start_the_hub_is_on_the_air(connection, client):
    hub = db.session.scalars(select(Hub)).one()
    assert hub.slug == SLUG
    assert "Summer kick-off" in client.get(f"/h/{SLUG}/").text
    kinds = {card.kind for card in snapshot_of_version(hub.live_version_id).cards()}
    assert kinds == {"quiz", "wheel", "poll", "form", "content"}


def test_each_card_of_the_demo_can_be_opened(connection, client):
    hub = db.session.scalars(select(Hub)).one()
    for card in snapshot_of_version(hub.live_version_id).cards():
        page = client.get(f"/h/{SLUG}/{card.slug}/")
        assert page.status_code == 200
        assert card.title in page.text


def test_it_is_connected_to_the_sandbox(connection):
    assert (connection.state, connection.account.settings["endpoint"]) == ("on", SANDBOX)
    assert open_sealed(connection.account.secret) == "sandbox-key"
    assert connection.account.secret_hint == "-key"


def test_a_later_start_only_follows_the_sandbox_to_its_port(connection, user):
    make_demo_hub(user.id, "http://127.0.0.1:8101")
    db.session.expire_all()
    assert connection.account.settings["endpoint"] == "http://127.0.0.1:8101"
    assert (count(Hub), count(HubVersion), count(Connection)) == (1, 1, 1)


def test_a_connection_that_somebody_pointed_at_braze_stays_there(connection, user):
    connection.account.settings = {"endpoint": "https://rest.iad-03.braze.com"}
    save()
    make_demo_hub(user.id, "http://127.0.0.1:8101")
    db.session.expire_all()
    assert connection.account.settings["endpoint"] == "https://rest.iad-03.braze.com"


def test_what_somebody_disconnected_stays_so(connection, user):
    db.session.delete(connection)
    save()
    make_demo_hub(user.id, SANDBOX)
    assert count(Connection) == 0


def test_who_belongs_to_no_workspace_gets_no_hub(app):
    make_demo_hub(UserFactory().id, SANDBOX)
    assert count(Hub) == 0
