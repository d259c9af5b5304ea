"""What is put into a list of codes, and what is left of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.errors import Refused
from hubapp.core.prize import Prize
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Code, CodePool
from hubapp.services import stock
from hubapp.services.stock import pools
from hubapp.services.stock.pools import Added
from tests.services.stock.conftest import ASKED, CARD, POOL

COFFEE = Prize(id="coffee", unique=True)


def give(hub, play) -> None:
    with transaction():
        stock.give(play.id, hub.id, CARD, COFFEE, 0)


def test_codes_are_put_in_once(both, hub):
    assert stock.add_codes(hub.id, CARD, POOL, ["A1", "B2"]) == Added(added=2, twice=0)
    assert stock.add_codes(hub.id, CARD, POOL, ["B2", "C3", "C3"]) == Added(added=1, twice=2)
    assert stock.standing_of(hub.id, CARD) == {"coffee": stock.Standing(total=3, left=3)}


def test_codes_that_are_typed_are_the_same_in_capitals_or_not(both, hub):
    assert stock.add_codes(hub.id, CARD, ASKED, ["SUN-1", "sun 1"]) == Added(added=1, twice=1)
    # Those that are given are what a shop says they are.
    assert stock.add_codes(hub.id, CARD, POOL, ["SUN-1", "sun 1"]) == Added(added=2, twice=0)


def test_a_list_is_put_in_by_pieces_and_what_was_in_before_is_not_twice(both, hub, monkeypatch):
    monkeypatch.setattr(pools, "CHUNK", 2)
    codes = [f"C{at}" for at in range(5)]
    stock.add_codes(hub.id, CARD, POOL, codes[:3])
    assert stock.add_codes(hub.id, CARD, POOL, codes) == Added(added=2, twice=3)
    assert stock.standing_of(hub.id, CARD)["coffee"].total == 5


def test_a_list_that_is_full_takes_no_more_and_says_so(both, hub, monkeypatch):
    monkeypatch.setattr(pools, "MOST", 2)
    stock.add_codes(hub.id, CARD, POOL, ["A1", "B2"])
    with pytest.raises(Refused, match="holds 2 codes; this one has 2"):
        stock.add_codes(hub.id, CARD, POOL, ["C3"])
    # What it has already is not too many.
    assert stock.add_codes(hub.id, CARD, POOL, ["A1"]) == Added(added=0, twice=1)


def test_a_code_is_sealed_and_its_mark_says_nothing(both, hub, listed):
    listed("VERY-SECRET")
    code = db.session.scalars(select(Code)).one()
    assert "SECRET" not in f"{code.mark} {code.sealed!r}".upper()


def test_what_was_given_is_used(both, hub, play, listed):
    listed("A1", "B2")
    give(hub, play())
    standing = stock.standing_of(hub.id, CARD)["coffee"]
    assert (standing.total, standing.left, standing.used) == (2, 1, 1)
    assert pools.left_in(db.session.scalars(select(CodePool.id)).one(), 0) == 0


def test_taking_out_what_is_left_leaves_what_was_given(both, hub, play, listed, monkeypatch):
    monkeypatch.setattr(pools, "CHUNK", 1)
    listed("A1", "B2", "C3")
    give(hub, play())
    assert stock.drop_left(hub.id, CARD, "coffee") == 2
    assert stock.standing_of(hub.id, CARD)["coffee"] == stock.Standing(total=1, left=0)
    assert [each.code for each in stock.given_of(hub.id, CARD, "coffee")] == ["A1"]
    # They may be put in again; the one that was given may not.
    assert stock.add_codes(hub.id, CARD, POOL, ["A1", "B2"]) == Added(added=1, twice=1)
    assert stock.drop_left(hub.id, CARD, "nobody put anything in") == 0


def test_a_code_is_known_used_or_not(both, hub, listed):
    assert not stock.knows(hub.id, CARD, "codes", "SUN")
    listed("SUN", pool=ASKED)
    with transaction():
        stock.use_code(hub.id, CARD, "codes", "SUN", once=True)
    assert stock.knows(hub.id, CARD, "codes", " sun ")
    assert not stock.knows(hub.id, CARD, "codes", "MOON")
    assert not stock.knows(hub.id, "other", "codes", "SUN")


def test_a_list_that_somebody_else_began_at_the_same_moment_is_theirs(both, hub, monkeypatch):
    theirs, find = [], pools.pool_called

    def not_yet(hub_id, card_id, name):
        """The first look comes too early."""
        if theirs:
            return find(hub_id, card_id, name)
        with transaction() as session:
            session.add(CodePool(hub_id=hub_id, card_id=card_id, name=name, total=0))
        theirs.append(name)
        return None

    monkeypatch.setattr(pools, "pool_called", not_yet)
    assert stock.add_codes(hub.id, CARD, POOL, ["A1"]).added == 1
    assert len(db.session.scalars(select(CodePool)).all()) == 1
