"""Who comes by a link of a message, and what its signature shows."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Connection, Contact, Speaker, Workspace
from hubapp.models.columns import now
from hubapp.services.people import Link, Signature, arrive, came_by, links, name, shown_by
from hubapp.services.people.visitors import GONE, VERIFIED
from tests.support.factories import ConnectionFactory, HubFactory, SpeakerFactory, VisitorFactory

ANA, BEN, KEY = "ana@example.com", "ben@example.com", "secret_key"
FIELDS = (FieldSnapshot("1", "email", "email", "Email"),)


@pytest.fixture
def hub(both):
    connection = ConnectionFactory()
    with transaction():
        connection.link_key = seal(KEY)
    return connection.hub


def hashed(text: str, key: str = KEY) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def signature(id_: str, email: str = "", age: timedelta = timedelta(0), **more: str) -> Signature:
    at, mail = str(int((now() - age).timestamp())), hashed(email)
    return Signature(at, mail, hashed(f"{id_}|{at}|{mail}", **more))


def browser(hub) -> Speaker:
    return SpeakerFactory(visitor=VisitorFactory(workspace_id=hub.workspace_id))


def comes(hub, speaker: Speaker, link: Link) -> Speaker:
    with transaction():
        return arrive(speaker, (hub.workspace_id, hub.id), link)


def says(hub, speaker: Speaker, email: str):
    with transaction():
        return name(speaker, (hub.workspace_id, hub.id), FIELDS, {"email": email})


def link_of(mark: str, id_: str = "7", shown: bool = True, email: str = "") -> Link:
    hub_id = db.session.scalars(select(Connection.hub_id)).one()
    mail = f"{hub_id} {hashed(email)}" if email else ""
    return Link(mark, {"external_id": id_}, id_ if shown else "", mail if shown else "")


def contacts() -> list[tuple[str | None, str | None]]:
    query = select(Contact.external_id, Contact.email).order_by(Contact.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_it_is_signed_as_braze_says_that_it_signs():
    """The example of Braze's own page on Liquid's filters."""
    shown = "8df897f8da3d7992fe57c8dbc6f27578cfbf2dcc4d0fbb4000b8c924841d508e"
    assert links.signed("secret_key", "hey") == shown.encode()


def test_a_signature_shows_its_id_for_a_month(hub):
    ids = {"external_id": "7"}
    assert shown_by(hub.id, ids, signature("7", ANA)) == ("7", f"{hub.id} {hashed(ANA)}")
    assert shown_by(hub.id, ids, signature("7", ANA, timedelta(days=31))) == ("", "")
    assert shown_by(hub.id, ids, signature("7", ANA, timedelta(days=-2))) == ("", "")


def test_whoever_has_no_email_is_known_by_none(hub):
    assert shown_by(hub.id, {"external_id": "7"}, signature("7", "")) == ("7", "")


@pytest.mark.parametrize(
    "signature",
    [
        Signature("", "", ""),
        Signature("1767225600", "", "x"),
        Signature("soon", "é", "é"),
        Signature("9" * 400, "", ""),
        Signature("٣", "", ""),
    ],
)
def test_what_is_no_signature_shows_nothing(hub, signature):
    assert shown_by(hub.id, {"external_id": "7"}, signature) == ("", "")


def test_another_id_or_key_or_hub_shows_nothing(hub):
    good = signature("7", ANA)
    assert shown_by(hub.id, {"external_id": "8"}, good) == ("", "")
    assert shown_by(hub.id, {"external_id": "7"}, signature("7", key="other")) == ("", "")
    assert shown_by(hub.id + 1, {"external_id": "7"}, good) == ("", "")


def test_signed_is_verified_and_unsigned_is_claimed(hub):
    shown = comes(hub, browser(hub), link_of("a"))
    said = comes(hub, browser(hub), link_of("b", shown=False))
    assert (shown.standing, said.standing) == (VERIFIED, "claimed")
    assert db.session.get_one(Contact, shown.contact_id).external_id == "7"
    # Nobody becomes a contact by an id that anybody can type.
    assert said.contact_id is None
    assert contacts() == [("7", None)]


def test_the_same_person_in_two_browsers_is_one(hub):
    first, second = (comes(hub, browser(hub), link_of(each)) for each in "ab")
    assert first.contact_id == second.contact_id


@pytest.mark.parametrize("shown", [True, False])
def test_somebody_elses_link_ends_whoever_spoke(hub, shown):
    first = comes(hub, browser(hub), link_of("a", "7", shown))
    second = comes(hub, first, link_of("b", "8", shown))
    assert (second.id != first.id, first.standing) == (True, GONE)
    # What was left of the first link, in the back of the same browser, is nobody's.
    assert comes(hub, second, link_of("a", "7", shown)) is second
    assert not came_by(second, link_of("a", "7", shown))


def test_the_same_link_again_changes_nothing(hub):
    first = comes(hub, browser(hub), link_of("a"))
    with transaction():
        first.last_at -= timedelta(days=2)
    again = comes(hub, first, link_of("b"))
    assert again is first
    assert now() - again.last_at < timedelta(minutes=1)


def test_the_address_of_the_links_person_is_theirs_and_shown(hub):
    named = says(hub, comes(hub, browser(hub), link_of("a", email=ANA)), ANA)
    assert (named.speaker.standing, named.first) == (VERIFIED, True)
    assert named.speaker.claims["proven"] == ANA
    assert contacts() == [("7", ANA)]


def test_the_id_joins_whoever_has_its_address_already(hub):
    says(hub, browser(hub), ANA)
    named = says(hub, comes(hub, browser(hub), link_of("a", email=ANA)), ANA)
    assert named.speaker.standing == VERIFIED
    assert contacts() == [("7", ANA), (None, None)]


@pytest.mark.parametrize("email", [ANA, ""])
def test_another_address_is_another_person(hub, email):
    """The link tells the address; or it is known from an earlier one."""
    if not email:
        says(hub, comes(hub, browser(hub), link_of("x", email=ANA)), ANA)
    arrived = comes(hub, browser(hub), link_of("a", email=email))
    named = says(hub, arrived, BEN)
    assert (named.speaker is not arrived, arrived.standing) == (True, GONE)
    assert named.speaker.standing == "claimed"
    assert not came_by(named.speaker, link_of("a"))


def test_an_id_that_nobody_signed_is_not_given_to_who_types_another_address(hub):
    says(hub, comes(hub, browser(hub), link_of("x", email=ANA)), ANA)
    arrived = comes(hub, browser(hub), link_of("a", shown=False))
    assert says(hub, arrived, BEN).speaker is not arrived


def test_where_nobody_knows_the_address_it_is_taken_for_theirs(hub):
    arrived = comes(hub, browser(hub), link_of("a"))
    named = says(hub, arrived, ANA)
    assert named.speaker is arrived
    assert contacts() == [("7", ANA)]
    # But whoever has that address already is not shown to them.
    other = says(hub, comes(hub, browser(hub), link_of("b", "8")), ANA)
    assert other.speaker.standing == "claimed"


def test_what_a_link_tells_is_known_at_the_other_hubs_of_the_workspace(hub):
    arrived = comes(hub, browser(hub), link_of("a", email=ANA))
    other = HubFactory(workspace=db.session.get_one(Workspace, hub.workspace_id))
    assert says(other, arrived, BEN).speaker is not arrived
    again = comes(hub, browser(hub), link_of("b", email=ANA))
    assert says(other, again, ANA).speaker is again


def test_a_typed_address_does_not_get_the_id_of_who_typed_it(hub):
    """Mallory types Ana's address, then opens a link of their own."""
    mallory = says(hub, browser(hub), ANA).speaker
    after = comes(hub, mallory, link_of("a", "666"))
    assert after.standing == "claimed"
    assert contacts() == [(None, ANA)]


def test_a_link_that_tells_the_address_shows_that_it_was_theirs(hub):
    ana = says(hub, browser(hub), ANA).speaker
    after = comes(hub, ana, link_of("a", email=ANA))
    assert (after is ana, after.standing, after.claims["proven"]) == (True, VERIFIED, ANA)
    assert contacts() == [("7", ANA)]
    ben = comes(hub, ana, link_of("b", "8", email=BEN))
    assert ben is not ana
