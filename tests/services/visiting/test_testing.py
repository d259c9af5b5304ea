"""A visit that is a test: a real play that counts nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import (
    Account,
    Activity,
    Award,
    Code,
    Contact,
    ContactValue,
    Delivery,
    EntryGate,
    Hub,
    Play,
    Stock,
    Submission,
    Tally,
)
from hubapp.models.account import PRODUCTION
from hubapp.services import results, visiting
from hubapp.services.results import rollups
from hubapp.services.visiting.awarding import TEST_CODE
from tests.services.visiting.visits import ENTRY, visit_to, vote
from tests.support.application import make_hub
from tests.support.prizes import lucky_visit, make_lucky_hub
from tests.support.saving import save

TESTER = "a-browser-that-tests"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url, limits=True)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def trying(hub: Hub, card: str):
    return visit_to(hub, card, visitor_token=TESTER, test=True)


def enter(hub: Hub) -> Submission:
    visiting.submit(trying(hub, "draw"), ENTRY)
    return db.session.scalars(select(Submission).order_by(Submission.id.desc())).first()


def test_a_link_makes_tests_of_its_hub_alone_and_for_its_days(app, monkeypatch):
    with app.test_request_context():
        key = visiting.key_of_test(7)
        assert visiting.is_key_of_test(7, key)
        assert not visiting.is_key_of_test(8, key)
        assert not visiting.is_key_of_test(7, f"{key}x")
        monkeypatch.setattr("hubapp.services.visiting.testing.LINK_DAYS", -1)
        assert not visiting.is_key_of_test(7, key)


def test_a_test_has_a_visitor_of_its_own_at_one_hub(app):
    with app.test_request_context():
        cookies = [visiting.begin_test("summer") for _ in range(2)]
        found = {visiting.visitor_of_test("summer", each) for each in cookies}
        assert len(found) == 2
        assert None not in found
        assert visiting.visitor_of_test("winter", cookies[0]) is None
        for other in (None, "", "x", visiting.seal_visitor("abc"), visiting.key_of_test(7)):
            assert visiting.visitor_of_test("summer", other) is None


def test_an_entry_takes_no_turn_is_nobodys_and_goes_to_the_sandbox(hub):
    first, second = enter(hub), enter(hub)
    assert first.id != second.id
    assert [count(each) for each in (EntryGate, Contact, ContactValue, Tally)] == [0] * 4
    assert {each.test for each in db.session.scalars(select(Play))} == {True}
    assert {each.origin for each in db.session.scalars(select(Activity))} == {"test"}
    assert count(Delivery) == 2
    # The one who tests may take part in earnest afterwards.
    visiting.submit(visit_to(hub, "draw"), ENTRY)
    assert count(Contact) == 1


def test_what_was_played_before_is_told_with_the_first_address(hub):
    visiting.answer(trying(hub, "poll"), 0, ["p1"])
    assert (count(Tally), count(Delivery)) == (0, 0)
    enter(hub)
    assert count(Delivery) == 2
    enter(hub)
    assert count(Delivery) == 3


def test_a_production_account_hears_nothing_of_it(hub):
    db.session.scalars(select(Account)).one().tag = PRODUCTION
    save()
    visiting.answer(trying(hub, "poll"), 0, ["p1"])
    enter(hub)
    assert count(Delivery) == 0
    vote(hub)
    visiting.submit(visit_to(hub, "draw"), ENTRY)
    assert count(Delivery) == 1


def test_it_is_in_no_figure(hub):
    enter(hub)
    visiting.answer(trying(hub, "poll"), 0, ["p1"])
    results.count_new()
    assert rollups.since(hub.id) is None
    vote(hub)
    results.count_new()
    assert rollups.since(hub.id) is not None


def test_a_win_takes_nothing_and_shows_a_code_that_is_none(both):
    hub = make_lucky_hub(["REAL-1"])
    visit = replace(lucky_visit(hub), visitor_token=TESTER, test=True)
    went = visiting.answer(visit, 0, ["scratch"])
    found = visiting.standing(visit.card, visiting.play_of(went.play_token)).outcome
    assert (found.screen["code"], found.values["code"]) == (TEST_CODE, TEST_CODE)
    assert [count(each) for each in (Award, Stock)] == [0, 0]
    assert db.session.scalars(select(Code.used_at)).all() == [None]


def test_neither_a_stock_nor_a_code_for_all_is_given_away(app):
    hub = make_lucky_hub(limit=1, code="SAME")
    visit = replace(lucky_visit(hub), visitor_token=TESTER, test=True)
    went = visiting.answer(visit, 0, ["scratch"])
    found = visiting.standing(visit.card, visiting.play_of(went.play_token)).outcome
    assert (found.screen["code"], count(Stock)) == (TEST_CODE, 0)
