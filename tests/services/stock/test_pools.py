"""Lists of codes: put in once, taken out unused, sealed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.card_type import Pool
from hubapp.core.codes import MOST
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Code, CodePool
from hubapp.services import stock
from hubapp.services.stock.pools import Added
from tests.support.factories import HubFactory

GIVEN = Pool("coffee", Words("Codes"))
ASKED = Pool("codes", Words("Codes"), asked=True)


@pytest.fixture
def hub_id(both) -> int:
    return HubFactory().id


def left(hub_id: int, name: str = "coffee") -> int:
    return stock.standing_of(hub_id, "luck")[name].left


def test_the_same_code_is_put_in_once(hub_id):
    assert stock.add_codes(hub_id, "luck", GIVEN, ["A1", "a1", "B2"]) == Added(3, 0)
    assert stock.add_codes(hub_id, "luck", GIVEN, ["B2", "C3"]) == Added(1, 1)
    assert left(hub_id) == 4


def test_however_a_code_that_is_asked_for_is_typed_it_is_the_same(hub_id):
    assert stock.add_codes(hub_id, "luck", ASKED, ["SUN-26", "sun26"]) == Added(1, 1)
    assert stock.knows(hub_id, "luck", "codes", " sun 26 ")
    assert not stock.knows(hub_id, "luck", "codes", "SUN-27")
    assert not stock.knows(hub_id, "luck", "other", "SUN-26")


def test_what_is_unused_is_taken_out_and_the_rest_stays(hub_id):
    stock.add_codes(hub_id, "luck", ASKED, ["A", "B", "C"])
    with transaction():
        assert stock.use_code(hub_id, "luck", "codes", "a", once=True)
    assert stock.drop_left(hub_id, "luck", "codes") == 2
    standing = stock.standing_of(hub_id, "luck")["codes"]
    assert (standing.total, standing.used) == (1, 1)
    assert stock.drop_left(hub_id, "luck", "nothing") == 0


def test_a_list_has_an_end(hub_id):
    stock.add_codes(hub_id, "luck", GIVEN, ["A1"])
    with transaction():
        db.session.scalars(select(CodePool)).one().total = MOST
    with pytest.raises(Refused, match="100000 codes"):
        stock.add_codes(hub_id, "luck", GIVEN, ["B2"])


def test_nobody_reads_them_in_the_table(hub_id):
    stock.add_codes(hub_id, "luck", GIVEN, ["PLAIN-1"])
    row = db.session.scalars(select(Code)).one()
    assert "PLAIN-1" not in f"{row.mark}{row.sealed!r}"
