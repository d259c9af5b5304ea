"""Whoever took part elsewhere shows by a mailed code that it is them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Submission
from hubapp.services import people
from hubapp.services.rights import Browser, ask_for_code, delete_told, prove, told_here
from hubapp.services.visiting import Tried
from tests.services.rights.planted import take_part
from tests.support.application import make_hub
from tests.support.brands import another_brand
from tests.support.mailed import codes_for, mails

ANA, BEN, HERE = "ana@example.com", "ben@example.com", "elsewhere"


@pytest.fixture
def hub(both, sandbox):
    hub = make_hub(sandbox.url)
    take_part(hub, ANA, "Ana", nonce="n1")
    take_part(hub, BEN, "Ben", nonce="n2")
    return hub


def say(words) -> str:
    return str(words)


def browser(hub, token: str | None = HERE, external_id: str = "") -> Browser:
    return Browser(hub.workspace_id, hub.id, token, external_id)


def said(hub, token: str | None = HERE, external_id: str = "") -> set[str]:
    return {str(each.value) for each in told_here(browser(hub, token, external_id)).said}


def shown(hub) -> None:
    asked = ask_for_code(hub, "Summer", ANA, say)
    assert prove(hub, HERE, asked.token, codes_for(ANA)[-1]).tried is Tried.RIGHT


def test_with_the_code_they_see_and_delete_what_is_known_of_them(hub):
    assert said(hub) == set()
    shown(hub)
    assert {"Ana", ANA} <= said(hub)
    assert told_here(browser(hub)).shown
    delete_told(browser(hub))
    assert said(hub) == set()
    left = [each.get("first_name") for each in db.session.scalars(select(Submission.values))]
    assert sorted(left, key=str) == ["Ben", None]
    assert db.session.scalars(select(Contact.email)).all() == [BEN]


def test_nobody_learns_whether_an_address_is_known(hub):
    known, unknown = (ask_for_code(hub, "Summer", each, say) for each in (ANA, "x@example.com"))
    assert (bool(known.token), bool(unknown.token)) == (True, True)
    assert [each["To"] for each in mails()] == [ANA]
    both = known.token, unknown.token
    first, second = ([prove(hub, HERE, each, "0").tried for _ in range(6)] for each in both)
    assert first == second


def test_what_is_no_address_is_said(hub):
    assert "@" in str(ask_for_code(hub, "Summer", "ana", say).wrong)
    assert str(ask_for_code(hub, "Summer", "", say).wrong)


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_page_that_is_not_ours_shows_nothing(hub, token):
    ask_for_code(hub, "Summer", ANA, say)
    assert prove(hub, HERE, token, codes_for(ANA)[0]).tried is Tried.OLD


def test_a_code_is_good_once_and_at_its_hub(hub, sandbox):
    asked, code = ask_for_code(hub, "Summer", ANA, say), codes_for(ANA)[0]
    brand = another_brand(hub, sandbox)
    assert prove(brand, HERE, asked.token, code).tried is Tried.OLD
    assert prove(hub, HERE, asked.token, code).tried is Tried.RIGHT
    assert prove(hub, HERE, asked.token, code).tried is Tried.OLD


def test_half_an_hour_later_somebody_else_may_sit_there(hub):
    shown(hub)
    with time_machine.travel(timedelta(minutes=31)):
        assert "Ben" not in said(hub)
        assert not told_here(browser(hub)).shown


def test_whoever_was_there_before_is_somebody_else(hub):
    token = take_part(hub, BEN, "Ben", nonce="n3", token="bens")
    asked = ask_for_code(hub, "Summer", ANA, say)
    prove(hub, token, asked.token, codes_for(ANA)[0])
    assert "Ben" not in said(hub, token)
    assert "Ana" in said(hub, token)


def test_a_signed_link_shows_it_until_somebody_acts(hub):
    with transaction():
        ana = db.session.scalars(select(Contact).where(Contact.email == ANA)).one()
        ana.external_id = "7"
    assert "Ana" in said(hub, None, "7")
    assert said(hub, None, "8") == set()
    take_part(hub, BEN, "Ben", nonce="n4", token=HERE)
    assert people.recognised(hub.workspace_id, HERE) is not None
    assert "Ana" not in said(hub, HERE, "7")
