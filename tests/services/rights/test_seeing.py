"""One person on the screen: what they told and where, what they agreed to, what became of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Hub, Submission
from hubapp.services.rights import seeing
from tests.services.rights.planted import connection_of, hub_with_everything, take_part
from tests.support.deliveries import drain_all
from tests.support.factories import ActivityFactory, ContactFactory, PlayFactory

EMAIL = "ana@example.com"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_with_everything(sandbox)


@pytest.fixture
def ana(hub) -> Contact:
    take_part(hub, EMAIL, "Ana")
    drain_all(connection_of(hub))
    take_part(hub, EMAIL, "Anna", nonce="n2", consent="")
    take_part(hub, "ben@example.com", "Ben", nonce="n3")
    return db.session.scalars(select(Contact).where(Contact.email == EMAIL)).one()


def test_each_value_says_where_it_comes_from(hub, ana):
    told = seeing.profile(hub.workspace_id, ana.id)
    known = {str(each.label): each for each in told.known}
    first_name = known["First name"]
    assert str(first_name.first.value) == "Anna"
    assert [str(each.value) for each in first_name.others] == ["Ana"]
    assert (first_name.first.hub, first_name.first.standing) == ("Summer kick-off", "claimed")
    assert "Ben" not in str(told.known)
    assert (str(told.name), str(told.called)) == (EMAIL, "Anna")
    assert told.contacts == 1


def test_consents_are_listed_given_or_not_in_their_wording(hub, ana):
    agreed = seeing.profile(hub.workspace_id, ana.id).agreed
    assert [each.given for each in agreed] == [False, True]
    assert {each.version for each in agreed} == {1}
    assert all(each.wording for each in agreed)


def test_what_happened_is_in_order_and_leads_to_its_explanation(hub, ana):
    play = PlayFactory(
        contact_id=ana.id, version_id=hub.live_version_id, hub_id=hub.id, card_id="quiz"
    )
    activity = ActivityFactory(play=play)
    happened = seeing.profile(hub.workspace_id, ana.id).happened
    kinds = [each.kind for each in happened]
    assert (kinds.count("submitted"), kinds.count("delivery"), kinds.count("finished")) == (2, 2, 1)
    assert [each.at for each in happened] == sorted((e.at for e in happened), reverse=True)
    sent = [each for each in happened if each.kind == "delivery"]
    assert {each.state for each in sent} == {"delivered", "waiting"}
    assert {each.destination for each in sent} == {"Braze"}
    with transaction():
        activity.card_id = "gone"
    again = seeing.profile(hub.workspace_id, ana.id).happened
    assert "a card that was removed" in {str(each.where.card) for each in again}


def test_an_analyst_sees_how_values_begin(hub, ana):
    told = seeing.profile(hub.workspace_id, ana.id, hidden=True)
    assert str(told.name) == "an…"
    shown = [telling for each in told.known for telling in (each.first, *each.others)]
    assert shown
    assert all(str(each.value).endswith("…") for each in shown)
    assert str(told.called) == "An…"


def test_only_the_newest_are_listed(hub, ana, monkeypatch):
    monkeypatch.setattr(seeing, "MOST", 2)
    told = seeing.profile(hub.workspace_id, ana.id)
    assert (len(told.happened), told.more) == (2, True)


@pytest.mark.parametrize(
    ("told", "name", "phone"),
    [
        ({"email": EMAIL, "phone": "+61412345678"}, EMAIL, "+61412345678"),
        ({"phone": "+61412345678"}, "+61412345678", None),
    ],
)
def test_a_contact_is_called_by_what_it_said_of_itself(hub, told, name, phone):
    contact = ContactFactory(workspace_id=hub.workspace_id, **told)
    found = seeing.profile(hub.workspace_id, contact.id)
    assert (str(found.name), found.phone and str(found.phone)) == (name, phone)
    assert (found.known, found.agreed, found.happened, found.more) == ([], [], [], False)


def test_who_said_nothing_is_a_visitor(hub):
    contact = ContactFactory(workspace_id=hub.workspace_id)
    assert str(seeing.name_of(contact)) == f"Visitor {contact.id}"


def test_strangers_are_not_found(hub, ana):
    for id_, where in (
        (ana.id, hub.workspace_id + 1),
        (9**9, hub.workspace_id),
    ):
        with pytest.raises(NotFoundHere):
            seeing.profile(where, id_)


def test_empty_values_are_no_values(hub, ana):
    row = db.session.scalars(select(Submission).where(Submission.contact_id == ana.id)).first()
    with transaction():
        row.values = {"first_name": "", "x": None, "y": [], "unknown": "z"}
    (said,) = seeing.said_in([row])
    assert (str(said.label), str(said.value)) == ("unknown", "z")
