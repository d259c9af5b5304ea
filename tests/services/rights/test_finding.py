"""Contacts are found by how an address begins, by index, however many there are."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, ContactValue, ContactWord, Workspace
from hubapp.services import people
from hubapp.services.rights import finding
from tests.support.factories import (
    ConnectionFactory,
    ContactFactory,
    DeliveryFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
    WorkspaceFactory,
)


@pytest.fixture
def here(both) -> int:
    return WorkspaceFactory().id


def found(here: int, text: str, **more: bool) -> list[int]:
    return [each.id for each in finding.search(here, text, **more)]


def test_by_the_beginning_of_an_email(here):
    ana = ContactFactory(workspace_id=here, email="ana.b@example.com").id
    anna = ContactFactory(workspace_id=here, email="anna@example.com").id
    ContactFactory(workspace_id=here, email="xana@example.com")
    ContactFactory(email="ana@example.com")
    assert found(here, " An") == [ana, anna]
    assert found(here, "ana.b@") == [ana]
    assert found(here, "ana_b") == found(here, "ana%") == found(here, "a") == found(here, " ") == []


def test_who_may_not_read_addresses_finds_only_whole_ones(here):
    ana = ContactFactory(workspace_id=here, email="ana@example.com").id
    assert found(here, "ana", whole=True) == []
    assert found(here, "Ana@example.com", whole=True) == [ana]


@pytest.mark.parametrize("typed", ["+61 412", "0061412", "+61(412)-34"])
def test_by_the_beginning_of_a_phone_however_it_is_typed(here, typed):
    ben = ContactFactory(workspace_id=here, phone="+61412345678").id
    assert found(here, typed) == [ben]


def test_by_our_own_number(here):
    contact = ContactFactory(workspace_id=here).id
    elsewhere = ContactFactory().id
    assert found(here, str(contact)) == [contact]
    assert found(here, str(elsewhere)) == found(here, "9" * 30) == []


def test_by_the_id_that_a_destination_knows_them_by(here):
    hub = HubFactory(workspace=db.session.get(Workspace, here))
    connection = ConnectionFactory(hub=hub)
    sender, player = (ContactFactory(workspace_id=here).id for _ in range(2))
    form = SubmissionFactory(play=PlayFactory(contact_id=sender))
    play = PlayFactory(contact_id=player)
    for more in ({"submission_id": form.id, "play_id": form.play_id}, {"play_id": play.id}):
        DeliveryFactory(connection=connection, person="external_id:u1", **more)
    unnamed = PlayFactory(contact_id=None)
    DeliveryFactory(connection=connection, person="external_id:u1", play_id=unnamed.id)
    assert sorted(found(here, "u1")) == [sender, player]
    assert found(here, "u") == []


def test_who_came_last_is_listed_when_they_said_who_they_are(here):
    ContactFactory(workspace_id=here)
    ana = ContactFactory(workspace_id=here, email="ana@example.com").id
    ben = ContactFactory(workspace_id=here, phone="+61412345678").id
    # Known by the link of a message alone.
    cleo = ContactFactory(workspace_id=here, external_id="u-7").id
    assert [each.id for each in finding.newest(here)] == [cleo, ben, ana]
    assert found(here, "u-7") == [cleo]
    assert found(here, "u-") == []


def plan_of(query) -> str:
    """How the database goes about it."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said = query.compile(dialect=dialect.dialect(), compile_kwargs={"literal_binds": True})
    explain = "explain " if dialect is postgresql else "explain query plan "
    rows = db.session.execute(text(explain + str(said).replace(":", "\\:")))
    return " ".join(str(row) for row in rows)


@pytest.mark.parametrize("column", [Contact.email, Contact.phone])
def test_it_is_found_by_an_index_among_many(here, column):
    with transaction() as session:
        rows = [
            {
                "workspace_id": here,
                "email": f"p{at}@example.com",
                "phone": f"+61{at:09}",
            }
            for at in range(3000)
        ]
        session.execute(insert(Contact), rows)
        session.execute(text("analyze contact"))
    beginning = "p12" if column is Contact.email else "+6100000012"
    query = finding._ours(here).where(finding.begins(column, beginning)).order_by(column).limit(50)
    plan = plan_of(query)
    assert f"ix_contact_{column.key}_begins" in plan or f"workspace_{column.key}" in plan, plan
    assert "Seq Scan" not in plan
    assert "SCAN contact" not in plan


def named(here: int, *names: str, times: int = 1) -> int:
    """A contact that is called so."""
    hub = HubFactory(workspace=db.session.get(Workspace, here))
    contact = ContactFactory(workspace_id=here).id
    fields = [FieldSnapshot(kind, kind, kind, "") for kind in ("first_name", "last_name")]
    told = dict(zip(("first_name", "last_name"), names, strict=False))
    for _ in range(times):
        speaker = SpeakerFactory(contact_id=contact)
        with transaction():
            people.keep_values(speaker, people.Place(here, hub.id), fields, told, {})
    return contact


def test_by_the_beginning_of_a_word_of_a_name(here):
    jose = named(here, "José María", "O'Neill")
    anna = named(here, "Anna", "Neumann", times=3)
    for typed in ("jos", "MARÍA", "oneill", "o’nei", "jose onei", "onei jose"):
        assert found(here, typed) == [jose], typed
    assert found(here, "ne") == [anna]
    assert found(here, "jose neu") == found(here, "osé") == []
    assert found(WorkspaceFactory().id, "jose") == []


def test_who_may_not_read_names_finds_whole_words_only(here):
    jose = named(here, "José María")
    assert found(here, "jos", whole=True) == []
    assert found(here, "jose", whole=True) == [jose]


def test_a_word_is_found_by_an_index_among_many(here):
    contact = named(here, "Ana")
    with transaction() as session:
        values = [{"contact_id": contact, "key": "n", "value": "x"} for _ in range(3000)]
        ids = session.scalars(insert(ContactValue).returning(ContactValue.id), values).all()
        words = [{"value_id": id_, "word": f"w{id_:06}", "workspace_id": here} for id_ in ids]
        session.execute(insert(ContactWord), words)
        for table in ("contact_word", "contact_value"):
            session.execute(text(f"analyze {table}"))
    plan = plan_of(finding._with_word(here, "w0000", whole=False).limit(50))
    assert "ix_contact_word_begins" in plan
    assert "SCAN contact_word" not in plan
