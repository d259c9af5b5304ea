"""Your data: what this browser told, without a script."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Submission, Withdrawal
from hubapp.services import visiting
from tests.services.rights.planted import take_part
from tests.support.application import stamp_in
from tests.support.forms import forms_in
from tests.support.mailed import codes_for

ANA = "ana@example.com"


@pytest.fixture
def address(hub) -> str:
    return f"/h/{hub.slug}/your-data"


@pytest.fixture
def ana(app, hub):
    """A browser that told something."""
    client = app.test_client()
    client.set_cookie("hubapp_visitor", visiting.seal_visitor(take_part(hub, ANA, "Ana")))
    return client


def posted(client, address, act) -> dict[str, str]:
    """What the first button of this sort sends; the trap stays empty."""
    for _, pairs in forms_in(client.get(address).text):
        if ("act", act) in pairs:
            return {**dict(pairs), "leave_empty": ""}
    raise LookupError(act)


def press(client, address, act) -> object:
    return client.post(address, data=posted(client, address, act))


def test_every_page_of_the_hub_leads_there(client, hub, address):
    assert f'href="{address}"' in client.get(f"/h/{hub.slug}/").text


@pytest.mark.parametrize("shares", [True, False])
def test_where_hubs_share_it_is_said_also_where_nothing_was_told_yet(client, hub, address, shares):
    with transaction():
        hub.workspace.shares_told = shares
    page = client.get(address).text
    assert "Nothing is known" in page
    assert ("What you tell one hub also goes" in page) is shares


def test_a_browser_that_told_nothing_is_told_so(client, hub, address):
    take_part(hub, ANA, "Ana")
    reply = client.get(address)
    assert "Nothing is known" in reply.text
    assert ANA not in reply.text
    assert "no-store" in reply.headers["Cache-Control"]


def test_it_is_shown_what_it_told(ana, address):
    page = ana.get(address).text
    for said in (ANA, "Ana", "You played once.", "Withdraw this", "Yes, delete what I told"):
        assert said in page, said


def test_a_consent_is_withdrawn(ana, address):
    reply = press(ana, address, "withdraw")
    assert reply.status_code == 303
    page = ana.get(reply.location).text
    assert "Your consent is withdrawn." in page
    assert "Withdraw this" not in page
    assert len(db.session.scalars(select(Withdrawal)).all()) == 1


def test_all_of_it_is_deleted(ana, address):
    page = ana.get(press(ana, address, "delete").location).text
    assert "What you told is deleted." in page
    assert ANA not in page
    assert db.session.scalars(select(Submission.values)).all() == [{}]


def test_nothing_is_done_for_a_forged_page_or_another_site(ana, address):
    data = {"act": "delete", "stamp": "forged"}
    assert ana.post(address, data=data).status_code == 400
    form = posted(ana, address, "delete")
    elsewhere = {"Origin": "https://evil.example"}
    assert ana.post(address, data=form, headers=elsewhere).status_code == 400
    assert db.session.scalars(select(Submission.values)).one() != {}


def test_another_browser_withdraws_nothing(app, ana, address):
    data = posted(ana, address, "withdraw")
    assert app.test_client().post(address, data=data).status_code == 404
    assert db.session.scalars(select(Consent.given)).all() == [True]
    assert db.session.scalars(select(Withdrawal)).all() == []


def test_what_is_neither_is_nothing(ana, address):
    stamp = dict(forms_in(ana.get(address).text)[0][1])["stamp"]
    reply = ana.post(address, data={"act": "x", "stamp": stamp})
    page = ana.get(reply.location).text
    assert ANA in page
    assert "What you told is deleted." not in page


def test_a_hub_that_is_not_there_has_none(client):
    assert client.get("/h/nowhere/your-data").status_code == 404


def test_whoever_took_part_elsewhere_sees_it_with_a_mailed_code(ana, address, app):
    other = app.test_client()
    stamp = {"stamp": stamp_in(other.get(address).text)}
    reply = other.post(address, data={**stamp, "act": "find", "email": "nobody"})
    assert (reply.status_code, 'aria-describedby="email-wrong"' in reply.text) == (422, True)
    page = other.post(address, data={**stamp, "act": "find", "email": ANA}).text
    form = {**stamp, "act": "prove", "asked": re.search(r'name="asked" value="([^"]+)"', page)[1]}
    reply = other.post(address, data={**form, "code": "1"})
    assert (reply.status_code, "That is not the code" in reply.text) == (422, True)
    reply = other.post(address, data={**form, "code": codes_for(ANA)[0]})
    assert reply.status_code == 303
    page = other.get(address).text
    assert "knows of you" in page
    assert ANA in page
    press(other, address, "delete")
    assert ANA not in ana.get(address).text
