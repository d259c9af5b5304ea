"""Who may enter. An endpoint without a role cannot ship."""

from __future__ import annotations

import pytest

from hubapp.services.editing import hubs

LIBRARY = ("security.",)


def test_every_endpoint_says_who_may_enter(app):
    unlisted = [
        name
        for name, view in app.view_functions.items()
        if not hasattr(view, "required_role") and not name.startswith(LIBRARY)
    ]
    assert unlisted == []


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
                "run_id": 1,
                "what": "pause",
            }
            with app.test_request_context():
                address = rule.build({key: known[key] for key in rule.arguments})[1]
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


def test_forms_of_members_need_their_token(app, hub, signed_in):
    client = signed_in("editor")
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(f"/hubs/{hub.id}/publish").status_code == 400
