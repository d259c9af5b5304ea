"""Sixteen threads give and use at the same moment: each code once, and all that there are."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from hubapp.core.prize import Prize
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Award
from hubapp.services import stock
from tests.services.stock.conftest import ASKED, CARD

THREADS, PLAYS, CODES = 16, 200, 10
COFFEE = Prize(id="coffee", label="Coffee", unique=True)
NAMES = [f"CODE-{at}" for at in range(CODES)]


class NotAdmitted(Exception):
    """Something else of the entry was refused."""


@pytest.fixture
def at_once(on_both_disks) -> Callable[..., Counter[object]]:
    """How often each thing was returned, or raised, by so many calls that are numbered."""

    def run(use: Callable[[int], object], times: int) -> Counter[object]:
        db.session.commit()
        begin, told = threading.Barrier(THREADS), []

        def come(thread: int) -> None:
            with on_both_disks.app_context():
                begin.wait(30)
                for number in range(thread, times, THREADS):
                    try:
                        told.append(use(number))
                    except Exception as error:  # noqa: BLE001 - the test looks at it
                        told.append(type(error))
                    db.session.rollback()

        threads = [threading.Thread(target=come, args=(each,)) for each in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        db.session.expire_all()
        return Counter(told)

    return run


def give(hub_id: int, play_id: int) -> str:
    with transaction():
        return stock.give(play_id, hub_id, CARD, COFFEE, 0).state


def test_ten_codes_go_to_ten_of_two_hundred_plays(at_once, hub, play, listed):
    listed(*NAMES)
    ids, hub_id = [play().id for _ in range(PLAYS)], hub.id
    told = at_once(lambda number: give(hub_id, ids[number]), PLAYS)
    assert told == {"given": CODES, "sold_out": PLAYS - CODES}
    assert Counter(each.code for each in stock.given_of(hub_id, CARD, "coffee")) == Counter(NAMES)
    held = db.session.scalars(select(Award.code_id).where(Award.code_id.is_not(None))).all()
    assert len(set(held)) == len(held) == CODES


def test_what_is_rolled_back_meanwhile_is_given_to_somebody_else(at_once, hub, play, listed):
    """Half of all entries fail after a code was taken for them."""
    listed(*NAMES)
    ids, hub_id = [play().id for _ in range(PLAYS)], hub.id

    def give_or_fail(number: int) -> str:
        with transaction():
            state = stock.give(ids[number], hub_id, CARD, COFFEE, 0).state
            if number % 2:
                raise NotAdmitted
        return state

    told = at_once(give_or_fail, PLAYS)
    left = stock.standing_of(hub_id, CARD)["coffee"].left
    assert told[NotAdmitted] == PLAYS // 2
    assert told["given"] == CODES - left
    # Whoever came while all were held for others was sent on; what is left is there for the next.
    while left:
        assert give(hub_id, play().id) == "given"
        left -= 1
    codes = Counter(each.code for each in stock.given_of(hub_id, CARD, "coffee"))
    assert codes == Counter(NAMES)


def test_a_code_that_many_type_at_once_opens_for_one_of_them(at_once, hub, listed):
    listed("SUN", pool=ASKED)
    hub_id = hub.id

    def use(_number: int) -> bool:
        with transaction():
            return stock.use_code(hub_id, CARD, "codes", "sun", once=True)

    assert at_once(use, 3 * THREADS) == {True: 1, False: 3 * THREADS - 1}
