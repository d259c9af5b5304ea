"""What there is only so much of is given once, and nothing that is not there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.prize import Prize
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Award, Code, Stock
from hubapp.services import stock
from tests.services.stock.conftest import ASKED, CARD

COFFEE = Prize(id="coffee", label="Coffee", unique=True)
TEA = Prize(id="tea", label="Tea", limit=2)


class SomethingElse(Exception):
    """Why an entry was not admitted."""


def give(hub, play, prize=COFFEE) -> Award:
    with transaction():
        return stock.give(play.id, hub.id, CARD, prize, prize.limit)


def states() -> list[str]:
    return list(db.session.scalars(select(Award.state).order_by(Award.id)))


def test_the_oldest_code_is_given_next_and_then_none(both, hub, play, listed):
    listed("A1", "B2")
    given = [give(hub, play()) for _ in range(3)]
    assert [stock.used_up(each) for each in given] == [False, False, True]
    assert [each.code for each in stock.given_of(hub.id, CARD, "coffee")] == ["A1", "B2"]
    assert given[2].code_id is None


def test_a_list_that_nobody_filled_has_none(both, hub, play):
    assert stock.used_up(give(hub, play()))


def test_an_entry_that_is_rolled_back_gives_nothing(both, hub, play, listed):
    listed("A1")
    late, tea = play(), play()

    def give_and_fail():
        with transaction():
            assert not stock.used_up(stock.give(late.id, hub.id, CARD, COFFEE, 0))
            assert not stock.used_up(stock.give(tea.id, hub.id, CARD, TEA, TEA.limit))
            raise SomethingElse

    pytest.raises(SomethingElse, give_and_fail)
    assert stock.standing_of(hub.id, CARD)["coffee"] == stock.Standing(total=1, left=1)
    assert (stock.taken_of(hub.id, CARD), states()) == ({}, [])
    # It is the next one's.
    assert not stock.used_up(give(hub, play()))


def test_of_a_number_as_many_are_given(both, hub, play):
    assert [stock.used_up(give(hub, play(), TEA)) for _ in range(3)] == [False, False, True]
    assert stock.taken_of(hub.id, CARD) == {"tea": 2}
    assert states() == ["given", "given", "sold_out"]


def test_another_number_of_the_marketer_counts_from_now_on(both, hub, play):
    for _ in range(3):
        give(hub, play(), TEA)
    assert not stock.used_up(give(hub, play(), Prize(id="tea", limit=3)))
    assert stock.used_up(give(hub, play(), Prize(id="tea", limit=1)))
    # No end any more: it is counted all the same.
    assert not stock.used_up(give(hub, play(), Prize(id="tea")))
    assert db.session.scalars(select(Stock.taken)).all() == [4]


def test_two_cards_have_heaps_of_their_own(both, hub, play, listed):
    listed("A1")
    there = play(card_id="other")
    with transaction():
        elsewhere = stock.give(there.id, hub.id, "other", COFFEE, 0)
    assert stock.used_up(elsewhere)
    assert stock.standing_of(hub.id, CARD)["coffee"].left == 1
    assert stock.standing_of(hub.id, "other") == {}


def use(hub, typed: str, once: bool = True) -> bool:
    with transaction():
        return stock.use_code(hub.id, CARD, "codes", typed, once)


@pytest.mark.parametrize("typed", ["SUN-2026", " sun 2026 ", "Sun2026"])
def test_a_code_opens_once_however_it_is_typed(both, hub, listed, typed):
    listed("SUN-2026", pool=ASKED)
    assert use(hub, typed)
    assert not use(hub, "SUN-2026")
    assert stock.standing_of(hub.id, CARD)["codes"].left == 0


def test_a_code_for_everybody_opens_again_and_again(both, hub, listed):
    listed("SUN", pool=ASKED)
    assert [use(hub, "sun", once=False) for _ in range(3)] == [True, True, True]


def test_what_is_in_no_list_opens_nothing(both, hub, listed):
    assert not use(hub, "SUN")
    listed("SUN", pool=ASKED)
    assert not use(hub, "MOON")
    assert not use(hub, "")
    assert db.session.scalars(select(Code.used_at)).all() == [None]


def test_a_code_that_is_used_in_a_transaction_that_fails_is_good_again(both, hub, listed):
    listed("SUN", pool=ASKED)

    def use_and_fail():
        with transaction():
            assert stock.use_code(hub.id, CARD, "codes", "SUN", once=True)
            raise SomethingElse

    pytest.raises(SomethingElse, use_and_fail)
    assert use(hub, "SUN")
