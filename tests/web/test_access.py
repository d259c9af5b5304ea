"""Who may enter. That each endpoint says so is checked in ``tests/architecture/test_pages.py``."""

from __future__ import annotations

from uuid import UUID

import pytest

from hubapp.doors.database import transaction
from hubapp.models import Member, User, Workspace
from hubapp.services.editing import hubs
from hubapp.web.access import ROLES
from tests.support.application import PASSWORD


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Ours")


def places(app, hub):
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "required_role", "visitor") != "visitor" and "hub_id" in rule.arguments:
            known = {
                "hub_id": hub.id,
                "kind": "braze",
                "card_id": "x",
                "number": 1,
                "card_slug": "x",
                "delivery_id": 1,
                "entry_id": 1,
                "draw_id": UUID(int=1),
                "position": 1,
                "run_id": 1,
                "what": "pause",
            }
            with app.test_request_context():
                address = rule.build({key: known.get(key, 1) for key in rule.arguments})[1]
            for method in rule.methods & {"GET", "POST"}:
                yield method, address


def test_a_stranger_gets_404_everywhere(app, hub, signed_in):
    client = signed_in("stranger")
    found = {(m, a): client.open(a, method=m).status_code for m, a in places(app, hub)}
    assert len(found) > 15
    assert set(found.values()) == {404}


def test_a_visitor_is_asked_to_log_in(app, hub):
    client = app.test_client()
    for method, address in places(app, hub):
        reply = client.open(address, method=method)
        assert reply.status_code == 302
        assert "/login" in reply.location


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("analyst", "edit", 403),
        ("editor", "edit", 200),
        ("editor", "settings/integrations/braze", 403),
        ("admin", "settings/integrations/braze", 200),
        ("analyst", "settings/integrations", 200),
    ],
)
def test_roles(hub, signed_in, role, address, status):
    assert signed_in(role).get(f"/hubs/{hub.id}/{address}").status_code == status


def test_forms_of_members_need_their_token(app, hub, signed_in, monkeypatch):
    client = signed_in("editor")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert client.post(f"/hubs/{hub.id}/publish").status_code == 400


def test_each_role_may_do_what_those_before_it_may(hub, signed_in):
    asks_for = {"analyst": "versions", "editor": "settings", "admin": "settings/integrations/braze"}
    for role in ROLES:
        client = signed_in(role)
        for least, address in asks_for.items():
            may = ROLES.index(role) >= ROLES.index(least)
            assert client.get(f"/hubs/{hub.id}/{address}").status_code == (200 if may else 403)


def test_too_little_a_role_says_whom_to_ask(hub, signed_in):
    reply = signed_in("analyst").post(f"/hubs/{hub.id}/publish")
    assert reply.status_code == 403
    assert "Ask an owner of the workspace" in reply.text


def test_a_hub_that_does_not_exist_looks_like_a_strangers(hub, signed_in):
    client = signed_in("owner")
    reply = client.get(f"/hubs/{hub.id + 1000}/edit")
    assert reply.status_code == 404
    assert "There is nothing here" in reply.text


@pytest.mark.parametrize(
    ("asked", "onwards"),
    [
        ("/hubs/", "/login?next=/hubs/"),
        ("/hubs/?page=2&q=a", "/login?next=/hubs/?page%3D2%26q%3Da"),
    ],
)
def test_after_logging_in_a_visitor_is_where_they_wanted_to_go(client, asked, onwards):
    assert client.get(asked).location == onwards


def test_who_belongs_nowhere_finds_nothing(app, signed_in, owner):
    client = signed_in("owner")
    with transaction() as session:
        user = session.query(User).filter_by(email="owner-1@example.com").one()
        session.query(Member).filter_by(user_id=user.id).delete()
    assert client.get("/hubs/").status_code == 404


@pytest.fixture
def two_homes(workspace, owner):
    """The owner's second workspace, in which they are an analyst."""
    second = Workspace(name="Second home")
    with transaction() as session:
        session.add(second)
        session.flush()
        session.add(Member(workspace_id=second.id, user_id=owner.id, role="analyst"))
    return second


def logged_in(app, user):
    client = app.test_client()
    client.post("/login", data={"email": user.email, "password": PASSWORD})
    return client


def test_the_first_workspace_is_home_until_another_is_chosen(app, owner, two_homes):
    client = logged_in(app, owner)
    assert "Acme" in client.get("/hubs/").text
    with client.session_transaction() as session:
        session["workspace_id"] = two_homes.id
    page = client.get("/hubs/").text
    assert "Second home" in page
    assert client.get("/hubs/new").status_code == 403


def test_a_hubs_own_workspace_counts_whatever_was_chosen(app, hub, owner, two_homes):
    client = logged_in(app, owner)
    with client.session_transaction() as session:
        session["workspace_id"] = two_homes.id
    assert client.get(f"/hubs/{hub.id}/settings").status_code == 200


def test_a_workspace_that_is_not_mine_cannot_be_chosen(app, owner):
    client = logged_in(app, owner)
    with client.session_transaction() as session:
        session["workspace_id"] = 10_000
    assert "Acme" in client.get("/hubs/").text
