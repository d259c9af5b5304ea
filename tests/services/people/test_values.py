"""Each value of a contact stands in a row of its own, with who told it, where, and how sure that
is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import ContactValue, ContactWord, Speaker
from hubapp.services import people
from hubapp.services.people import contacts, values
from tests.support.factories import (
    ContactFactory,
    ContactValueFactory,
    HubFactory,
    SpeakerFactory,
    VisitorFactory,
)

ANA, BEN = "ana@example.com", "ben@example.com"
FIELDS = [FieldSnapshot(kind, kind, kind, "") for kind in ("email", "first_name", "last_name")]


@pytest.fixture
def hub(both):
    return HubFactory()


def browser(hub) -> Speaker:
    return SpeakerFactory(visitor=VisitorFactory(workspace_id=hub.workspace_id))


def tell(hub, speaker: Speaker, **told: str) -> people.Named:
    """As the form of a hub does."""
    with transaction():
        named = contacts.name(speaker, (hub.workspace_id, hub.id), FIELDS, told)
        place = values.Place(hub.workspace_id, hub.id)
        values.keep_values(named.speaker, place, FIELDS, told, named.before)
    return named


def rows() -> list[tuple]:
    found = db.session.scalars(select(ContactValue).order_by(ContactValue.id))
    return [(row.contact_id, row.key, row.value, row.standing) for row in found]


def words() -> list[str]:
    return sorted(db.session.scalars(select(ContactWord.word)))


def test_nobodys_words_are_in_the_place_of_anothers(hub):
    ana = tell(hub, browser(hub), email=ANA, first_name="Ana")
    stranger = tell(hub, browser(hub), email=ANA, first_name="Nobody")
    told = {(row.speaker_id, row.value) for row in db.session.scalars(select(ContactValue))}
    assert told >= {(ana.speaker.id, "Ana"), (stranger.speaker.id, "Nobody")}
    assert ana.contact is stranger.contact
    assert {row[3] for row in rows()} == {"claimed"}
    assert words() == ["ana", "nobody"]


def test_what_is_told_again_is_one_row_with_the_newest(hub):
    speaker = browser(hub)
    tell(hub, speaker, email=ANA, first_name="Ana Maria")
    named = tell(hub, speaker, email=ANA, first_name="Anna", last_name="")
    contact = named.contact.id
    assert rows() == [
        (contact, "email", ANA, "claimed"),
        (contact, "first_name", "Anna", "claimed"),
    ]
    assert words() == ["anna"]
    tell(hub, speaker, email=ANA, first_name="Anna")
    assert words() == ["anna"]


def test_what_was_told_before_an_address_is_its_contacts_from_then_on(hub):
    speaker = browser(hub)
    tell(hub, speaker, first_name="Ana")
    assert rows() == [(None, "first_name", "Ana", "claimed")]
    named = tell(hub, speaker, email=ANA)
    assert {row[0] for row in rows()} == {named.contact.id}


def test_a_code_shows_what_its_browser_told_and_nothing_else(hub):
    named = tell(hub, browser(hub), email=ANA, first_name="Ana")
    tell(hub, browser(hub), email=ANA, first_name="Nobody")
    with transaction():
        contacts.prove(named.speaker, named.contact, hub.id)
    assert sorted((row[2], row[3]) for row in rows()) == [
        ("Ana", "verified"),
        ("Nobody", "claimed"),
        (ANA, "claimed"),
        (ANA, "verified"),
    ]
    tell(hub, named.speaker, email=ANA, first_name="Annie")
    assert ("Annie", "verified") in {(row[2], row[3]) for row in rows()}
    # Another address is another person, who has shown nothing.
    tell(hub, named.speaker, email=BEN, first_name="Ben")
    assert ("Ben", "claimed") in {(row[2], row[3]) for row in rows()}


def test_a_mistyped_address_is_put_right_where_it_stands(hub):
    named = tell(hub, browser(hub), email="ana@exmaple.com", first_name="Ana")
    with transaction():
        contact = contacts.correct(named.speaker, hub.id, "email", ANA)
    assert [(row[0], row[2]) for row in rows()] == [(contact.id, ANA), (contact.id, "Ana")]


def test_what_a_speaker_told_is_forgotten_everywhere_or_at_one_hub(hub):
    speaker, other = browser(hub), HubFactory(workspace_id=hub.workspace_id, slug="other")
    for at in (hub, other):
        tell(at, speaker, email=ANA, first_name="Ana")
    with transaction():
        values.forget_values([speaker.id], hub.id)
    assert len(rows()) == 2
    assert words() == ["ana"]
    with transaction():
        values.forget_values([speaker.id])
    assert (rows(), words()) == ([], [])


def test_only_what_nobody_knows_who_told_is_unlearned(hub):
    contact = tell(hub, browser(hub), email=ANA, first_name="Ana").contact.id
    ContactValueFactory(contact_id=contact, key="first_name", value="Ana")
    ContactValueFactory(contact_id=contact)
    with transaction():
        values.unlearn(contact, {("first_name", "Ana")})
    assert [row[1] for row in rows()] == ["email", "first_name", "city"]


def test_a_name_is_what_was_shown_before_what_was_said_last(hub):
    contact, nameless = ContactFactory(), ContactFactory()
    shown = {"standing": "verified", "means": "first_name", "key": "first_name", "value": "Ana"}
    said = {"means": "first_name", "key": "first_name", "value": "Nobody"}
    last = {"means": "last_name", "key": "last_name", "value": "Silva"}
    for told in (last, shown, said):
        ContactValueFactory(contact_id=contact.id, **told)
    ContactValueFactory(contact_id=nameless.id)
    assert people.names_of([contact.id, nameless.id]) == {contact.id: "Ana Silva"}
