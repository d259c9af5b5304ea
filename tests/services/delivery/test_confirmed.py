"""What a destination has confirmed of people is written over, and doubted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.confirming import DOUBT, PERSON, person_mark
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Confirmed, Connection
from hubapp.services.delivery import confirmed
from tests.support.factories import ConnectionFactory

ANA, BEN, CLEO = "email:ana@example.com", "email:ben@example.com", "email:cleo@example.com"


@pytest.fixture
def connection(both) -> Connection:
    return ConnectionFactory()


def keep(connection: Connection, **known: dict) -> None:
    with transaction():
        people = {"ana": ANA, "ben": BEN, "cleo": CLEO}
        confirmed.keep(connection.account_id, {people[name]: each for name, each in known.items()})


def doubt(connection: Connection, *told: tuple[str, list[str]]) -> None:
    with transaction():
        confirmed.doubt(connection.account_id, told)


def known(connection: Connection, person: str) -> dict | None:
    db.session.expire_all()
    row = db.session.get(Confirmed, (connection.account_id, person_mark(person)))
    return row and row.values


def test_the_newest_stands_there_for_each_person(connection):
    keep(connection, ana={"a": ["1", 1], "b": ["2", 1]}, ben={"a": ["1", 2]})
    keep(connection, ana={"a": ["3", 3]}, cleo={"ü": ["“1”", 4]})
    assert known(connection, ANA) == {"a": ["3", 3]}
    assert known(connection, BEN) == {"a": ["1", 2]}
    assert known(connection, CLEO) == {"ü": ["“1”", 4]}


def test_each_connection_keeps_its_own(connection):
    other = ConnectionFactory()
    keep(connection, ana={"a": ["1", 1]})
    keep(other, ana={"a": ["2", 2]})
    doubt(other, (ANA, ["a"]))
    assert known(connection, ANA) == {"a": ["1", 1]}
    assert known(other, ANA) == {"a": [DOUBT, 2]}


def test_nothing_is_written_of_people_of_whom_nothing_is_known(connection):
    keep(connection, ana={})
    keep(connection)
    assert db.session.scalars(select(Confirmed)).all() == []


def test_nobody_can_be_read_from_it(connection):
    keep(connection, ana={"attribute.first_name": ["1", 1]})
    assert "ana" not in db.session.scalars(select(Confirmed.person)).one()


def test_what_is_doubted_keeps_its_place_in_the_persons_story(connection):
    keep(connection, ana={"a": ["1", 7], "b": ["2", 5], PERSON: ["", 7]}, ben={"a": ["1", 2]})
    doubt(connection, (ANA, ["a", "never told"]), (CLEO, ["a"]))
    assert known(connection, ANA) == {"a": [DOUBT, 7], "b": ["2", 5], PERSON: [DOUBT, 7]}
    assert known(connection, BEN) == {"a": ["1", 2]}
    assert known(connection, CLEO) is None


def test_two_deliveries_of_one_person_are_doubted_together(connection):
    keep(connection, ana={"a": ["1", 1], "b": ["2", 1], "c": ["3", 1]})
    doubt(connection, (ANA, ["a"]), (ANA, ["b"]))
    assert known(connection, ANA) == {"a": [DOUBT, 1], "b": [DOUBT, 1], "c": ["3", 1]}
