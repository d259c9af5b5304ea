"""Sixty-four come at the same moment, each in a session of its own: never one too many."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import EntryGate, Play, Submission, Tally
from hubapp.services import editing, visiting
from hubapp.services.visiting.entries import NoTurn
from hubapp.services.visiting.plays import answer
from hubapp.services.visiting.submissions import submit
from hubapp.services.visiting.visit import Visit
from tests.services.visiting.visits import ENTRY, visit_to
from tests.support.application import make_hub
from tests.support.saving import save

MANY = 64


@pytest.fixture
def visits(on_both_disks, sandbox) -> Callable[..., list[Visit]]:
    """Sixty-four browsers, or tabs of one, that have a card of the demo's hub open."""
    hub = make_hub(sandbox.url)
    docs = editing.documents(hub.id)
    rules = {"poll": "visitor", "draw": "address", "wheel": "day"}

    def open_in(card: str, turns: int = 1, **more: object) -> list[Visit]:
        changes = {
            f"card:{each}": {**docs[f"card:{each}"], "entry": {"rule": rule, "turns": turns}}
            for each, rule in rules.items()
        }
        editing.change(hub.id, None, Words("rules"), changes)
        editing.publish(hub.id, None)
        return [visit_to(hub, card, **more) for _ in range(MANY)]

    return open_in


@pytest.fixture
def at_once(on_both_disks) -> Callable[..., list[object]]:
    """What each of these returned or raised; they begin together."""

    def run(use: Callable[[Visit], object], visits: list[Visit]) -> list[object]:
        db.session.commit()
        begin, told = threading.Barrier(len(visits)), [None] * len(visits)

        def come(number: int) -> None:
            with on_both_disks.app_context():
                begin.wait(30)
                try:
                    told[number] = use(visits[number])
                except Exception as error:  # noqa: BLE001 - the test looks at it
                    told[number] = error

        threads = [threading.Thread(target=come, args=(number,)) for number in range(len(visits))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        db.session.expire_all()
        return told

    return run


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def admitted(told: list[object]) -> int:
    """How many; everybody else was told that they have had their turn."""
    refused = [each for each in told if isinstance(each, NoTurn)]
    went = [each for each in told if isinstance(each, visiting.Went)]
    assert len(refused) + len(went) == MANY, told
    return len(went)


def test_one_browser_in_many_tabs_votes_once(visits, at_once):
    visit = visits("poll")[0]
    cookie = visiting.submit(visits("draw")[0], ENTRY).visitor_token
    tabs = visits("poll", visitor_token=cookie)
    assert visit.card.entry.rule == "visitor"
    assert admitted(at_once(lambda tab: answer(tab, 0, ["p1"]), tabs)) == 1
    assert db.session.scalars(select(Tally.count)).all() == [1]
    assert count(Play) == 2


def test_one_address_from_many_browsers_enters_once(visits, at_once):
    assert admitted(at_once(lambda visit: submit(visit, ENTRY), visits("draw"))) == 1
    assert (count(Submission), count(Play)) == (1, 1)
    assert db.session.scalars(select(EntryGate.count)).all() == [1]


def test_one_address_spins_once_a_day(visits, at_once):
    assert admitted(at_once(lambda visit: submit(visit, ENTRY), visits("wheel"))) == 1
    assert db.session.scalars(select(EntryGate.count)).all() == [1]


@pytest.mark.parametrize("card", ["draw", "wheel"])
def test_three_turns_are_never_four(visits, at_once, card):
    assert admitted(at_once(lambda visit: submit(visit, ENTRY), visits(card, turns=3))) == 3
    assert db.session.scalars(select(EntryGate.count)).all() == [3]
    assert count(Submission) == 3


def test_many_who_come_the_next_day_begin_anew_once(visits, at_once):
    browsers = visits("wheel", turns=3)
    submit(browsers[0], ENTRY)
    gate = db.session.scalars(select(EntryGate)).one()
    gate.window_start, gate.count = gate.window_start - timedelta(days=1), 3
    save()
    assert admitted(at_once(lambda visit: submit(visit, ENTRY), visits("wheel", turns=3))) == 3
    assert db.session.scalars(select(EntryGate.count)).all() == [3]


def test_many_people_are_all_admitted(visits, at_once):
    browsers = visits("draw")
    number = {visit.nonce: at for at, visit in enumerate(browsers)}

    def enter(visit: Visit) -> object:
        return submit(visit, {**ENTRY, "email": [f"a{number[visit.nonce]}@example.com"]})

    assert admitted(at_once(enter, browsers)) == MANY
    assert (count(Submission), count(EntryGate)) == (MANY, MANY)
