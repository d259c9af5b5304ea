"""Contacts are found by post, looked at, exported and erased; each by whoever may."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Erasure, ErasureStep
from tests.services.rights.planted import connection_of, hub_with_everything, take_part
from tests.support.deliveries import drain_all

EMAIL = "ana.somebody@example.com"


@pytest.fixture
def hub(app, workspace, sandbox):
    hub = hub_with_everything(sandbox)
    with transaction():
        hub.workspace_id = workspace.id
        connection_of(hub).account.workspace_id = workspace.id
    return hub


@pytest.fixture
def ana(hub) -> int:
    take_part(hub, EMAIL, "Ana")
    drain_all(connection_of(hub))
    return db.session.scalars(select(Contact.id)).one()


def test_somebody_is_found_by_post_and_no_address_stands_in_a_url(signed_in, ana):
    client = signed_in("editor")
    assert EMAIL in client.get("/contacts/").text
    reply = client.post("/contacts/", data={"who": "ana.some"})
    assert reply.status_code == 200
    assert f'href="/contacts/{ana}"' in reply.text
    assert 'value="ana.some"' in reply.text
    nobody = client.post("/contacts/", data={"who": "ben"})
    assert "Nobody like that" in nobody.text


def test_without_contacts_it_says_when_there_will_be_some(signed_in, hub):
    assert "No contacts yet" in signed_in("analyst").get("/contacts/").text


def test_a_profile_says_what_was_told_and_where(signed_in, hub, ana):
    page = signed_in("editor").get(f"/contacts/{ana}").text
    for said in (EMAIL, "Ana", "Summer kick-off", "Accepted", "Given"):
        assert said in page, said
    assert f"/hubs/{hub.id}/settings/integrations/braze/deliveries/" in page


def test_an_analyst_sees_no_value_and_takes_none_along(signed_in, ana):
    client = signed_in("analyst")
    for page in (client.get("/contacts/"), client.get(f"/contacts/{ana}")):
        assert page.status_code == 200
        assert EMAIL not in page.text
        assert "an…" in page.text
    found = client.post("/contacts/", data={"who": "ana.some"}).text
    assert f'href="/contacts/{ana}"' not in found
    assert client.get(f"/contacts/{ana}/erase").status_code == 403
    for address in ("export.json", "export.csv"):
        assert client.post(f"/contacts/{ana}/{address}").status_code == 403
    assert client.post(f"/contacts/{ana}/erase").status_code == 403


def test_an_export_is_a_file(signed_in, ana):
    client = signed_in("editor")
    reply = client.post(f"/contacts/{ana}/export.json")
    assert json.loads(reply.text)["contacts"][0]["email"] == EMAIL
    assert reply.headers["Content-Disposition"] == f'attachment; filename="contact-{ana}.json"'
    assert "no-store" in reply.headers["Cache-Control"]
    assert EMAIL in client.post(f"/contacts/{ana}/export.csv").text


def test_erasing_asks_first_and_names_whom(signed_in, ana):
    page = signed_in("editor").get(f"/contacts/{ana}/erase").text
    assert f"Erase {EMAIL}?" in page
    assert f"the profile with Email {EMAIL}" in page
    assert "whole_profile" not in page


def test_an_editor_cannot_delete_whole_profiles(signed_in, ana):
    reply = signed_in("editor").post(f"/contacts/{ana}/erase", data={"whole_profile": "y"})
    assert reply.status_code == 303
    assert db.session.scalars(select(Erasure.whole_profile)).all() == [False]
    assert db.session.get(Contact, ana) is None


def test_an_admin_can_and_sees_what_is_done(signed_in, ana, sandbox):
    client = signed_in("admin")
    assert "users.delete" in client.get(f"/contacts/{ana}/erase").text
    reply = client.post(f"/contacts/{ana}/erase", data={"whole_profile": "y"})
    page = client.get(reply.location).text
    assert "Nothing of this person is here any more." in page
    assert "Waiting for a destination" in page
    assert EMAIL not in page
    with transaction() as session:
        session.scalars(select(Erasure)).one().state = "done"
        step = session.scalars(select(ErasureStep)).one()
        step.state, step.words = "refused", "Braze says no."
    page = client.get(reply.location).text
    assert "Something is left to do" in page
    assert "Braze says no." in page
    assert reply.location in client.get("/contacts/").text


def test_a_stranger_finds_nobody(signed_in, ana):
    client = signed_in("stranger")
    assert EMAIL not in client.post("/contacts/", data={"who": "ana"}).text
    for address in ("", "/erase"):
        assert client.get(f"/contacts/{ana}{address}").status_code == 404
    assert client.post(f"/contacts/{ana}/export.json").status_code == 404
    assert client.post(f"/contacts/{ana}/erase").status_code == 404
    signed_in("owner").post(f"/contacts/{ana}/erase")
    erasure = db.session.scalars(select(Erasure.id)).one()
    assert client.get(f"/contacts/erasures/{erasure}").status_code == 404


def test_receipts_are_for_admins(signed_in, ana):
    admin, editor = signed_in("admin"), signed_in("editor")
    reply = admin.post("/contacts/receipts.csv")
    assert EMAIL in reply.text
    assert reply.headers["Content-Disposition"].endswith('"consent-receipts.csv"')
    assert "no-store" in reply.headers["Cache-Control"]
    assert "receipts.csv" in admin.get("/contacts/").text
    assert editor.post("/contacts/receipts.csv").status_code == 403
    assert "receipts.csv" not in editor.get("/contacts/").text
