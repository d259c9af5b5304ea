"""Sixty-four connections play at the same moment: exactly as many are given as there are."""

from __future__ import annotations

import os
import threading
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.exc import TimeoutError

from hubapp.extensions import db
from hubapp.models import Award, Code, Play, Stock
from hubapp.services import stock
from hubapp.services.visiting import answer
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub

CONNECTIONS, CODES = 64, 10
PRESSES = 5
PLAYS = int(os.environ.get("DRILL_PLAYS", "128"))
"""``make drills`` plays a thousand times."""


def play_at_once(app, hub, plays: int) -> list[object]:
    """What each play raised, if any did."""
    visits = [lucky_visit(hub) for _ in range(plays)]
    db.session.commit()
    begin, wrong = threading.Barrier(CONNECTIONS), []

    def come(number: int) -> None:
        with app.app_context():
            begin.wait(60)
            for visit in visits[number::CONNECTIONS]:
                try:
                    press(visit)
                except Exception as error:  # noqa: BLE001 - the test looks at it
                    wrong.append(error)

    threads = [threading.Thread(target=come, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    db.session.expire_all()
    return wrong


def press(visit) -> None:
    """Whoever had no turn at the database within ten seconds, as on a busy machine, is told to
    press again, and does."""
    for _ in range(PRESSES - 1):
        try:
            answer(visit, 0, ["scratch"])
        except TimeoutError:
            db.session.rollback()
        else:
            return
    answer(visit, 0, ["scratch"])


def check_codes(hub, plays: int) -> None:
    """Exactly ten are given, none of them twice, and everybody else has what was named for then."""
    states = Counter(db.session.scalars(select(Award.state)))
    assert states == {"given": CODES, "sold_out": plays - CODES}
    given = db.session.scalars(select(Award.code_id).where(Award.code_id.is_not(None))).all()
    assert sorted(given) == sorted(db.session.scalars(select(Code.id)))
    assert db.session.scalar(select(func.count()).select_from(Play)) == plays
    codes = [stock.outcome_of(play).values["code"] for play in db.session.scalars(select(Play))]
    assert Counter(filter(None, codes)) == {f"CODE-{at}": 1 for at in range(CODES)}
    assert stock.standing_of(hub.id, CARD)[COFFEE].left == 0


def test_ten_codes_are_given_once_each(on_both_disks, sandbox):
    hub = make_lucky_hub([f"CODE-{at}" for at in range(CODES)])
    assert play_at_once(on_both_disks, hub, PLAYS) == []
    check_codes(hub, PLAYS)


def test_of_a_number_exactly_so_many_are_given(on_both_disks, sandbox):
    hub = make_lucky_hub(limit=CODES)
    assert play_at_once(on_both_disks, hub, CONNECTIONS) == []
    states = Counter(db.session.scalars(select(Award.state)))
    assert states == {"given": CODES, "sold_out": CONNECTIONS - CODES}
    assert db.session.scalars(select(Stock.taken)).all() == [CODES]
