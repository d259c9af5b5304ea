"""Codes of a phone, and recovery codes."""

from __future__ import annotations

import pytest
import time_machine
from passlib.totp import TOTP
from sqlalchemy import select

from hubapp.core.errors import Refused
from hubapp.extensions import db
from hubapp.models import Login, SecondFactor, Workspace
from hubapp.services.operating import logins, roles
from hubapp.services.operating import second_factor as factor
from tests.support.application import PASSWORD
from tests.support.mails import mails_in
from tests.support.saving import save

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-01 12:00:10+00:00", tick=False) as travelling:
        yield travelling


def code() -> str:
    """What the phone shows now."""
    return str(TOTP(key=SECRET, format="base32").generate().token)


@pytest.fixture
def codes(both, owner) -> list[str]:
    """The owner has turned it on; their recovery codes."""
    save()
    return factor.turn_on(owner, 0, SECRET, code(), PASSWORD)


def test_a_code_lets_in_once_and_its_neighbours_too(owner, codes, clock):
    assert factor.has_second_factor(owner.id)
    assert not factor.passes(owner.id, code())
    for seconds, fits in ((30, True), (0, False), (60, True), (-30, False)):
        clock.shift(seconds)
        assert factor.passes(owner.id, f" {code()} ") is fits


def test_the_clock_of_the_phone_may_be_half_a_minute_wrong(owner, codes, clock):
    clock.shift(300)
    early, later = code(), None
    clock.shift(30)
    assert factor.passes(owner.id, early)
    clock.shift(90)
    later = code()
    clock.shift(-60)
    assert not factor.passes(owner.id, later)


@pytest.mark.parametrize(
    "typed", ["", "123", "abcdef", "１２３４５６", "x" * 5000, "\ud800", "0" * 6]
)
def test_what_is_no_code_lets_nobody_in(owner, codes, typed):
    assert not factor.passes(owner.id, typed)


def test_a_recovery_code_lets_in_once_however_it_is_typed(owner, codes):
    assert len(set(codes)) == factor.codes_left(owner.id) == 10
    assert factor.passes(owner.id, codes[3].upper().replace("-", " "))
    assert not factor.passes(owner.id, codes[3])
    assert factor.codes_left(owner.id) == 9


def test_neither_secret_nor_codes_stand_in_the_table(owner, codes):
    row = db.session.get_one(SecondFactor, owner.id)
    assert SECRET.encode() not in row.sealed
    assert not set(codes) & set(row.codes)


def test_new_recovery_codes_take_the_place_of_the_old(owner, codes):
    new = factor.renew_codes(owner, PASSWORD)
    assert not factor.passes(owner.id, codes[0])
    assert factor.passes(owner.id, new[0])


def test_every_change_asks_for_the_password(both, owner, codes):
    for change in (factor.renew_codes, factor.turn_off):
        with pytest.raises(Refused, match="not your password"):
            change(owner, "wrong")
    assert factor.has_second_factor(owner.id)
    factor.turn_off(owner, PASSWORD)
    assert not factor.has_second_factor(owner.id)
    assert not factor.passes(owner.id, codes[0])
    assert {mail["Subject"].split()[-1] for mail in mails_in(both)} == {"on", "off"}


@pytest.mark.parametrize(
    ("given", "where"),
    [({"code": "000000"}, "code"), ({"code": ""}, "code"), ({"password": "wrong"}, "password")],
)
def test_it_is_turned_on_by_a_code_and_the_password(both, owner, given, where):
    save()
    typed = {"code": code(), "password": PASSWORD, **given}
    with pytest.raises(Refused) as refused:
        factor.turn_on(owner, 0, SECRET, **typed)
    assert refused.value.problems[0].where == where
    assert factor.codes_left(owner.id) is None


def test_it_is_turned_on_once(owner, codes, clock):
    clock.shift(60)
    with pytest.raises(Refused, match="already"):
        factor.turn_on(owner, 0, SECRET, code(), PASSWORD)
    assert factor.passes(owner.id, codes[0])


def test_every_other_browser_is_logged_out(both, owner):
    for _ in range(3):
        logins.log_in(owner, "", remember=False)
    save()
    mine = db.session.scalars(select(Login.id)).first()
    factor.turn_on(owner, mine, SECRET, code(), PASSWORD)
    assert db.session.scalars(select(Login.id)).all() == [mine]


def test_whoever_runs_hubapp_turns_it_off(owner, codes):
    factor.turn_off_of(" Owner@Example.com")
    assert not factor.has_second_factor(owner.id)
    factor.turn_off_of("owner@example.com")
    with pytest.raises(Refused, match="no account"):
        factor.turn_off_of("nobody@example.com")


def test_a_phone_reads_whose_it_is():
    uri = factor.uri_of(SECRET, "ana@example.com")
    assert uri == f"otpauth://totp/hubapp:ana@example.com?secret={SECRET}&issuer=hubapp"
    assert len(factor.new_secret()) == 32


def test_nobody_asks_others_for_what_they_do_not_have(both, workspace, owner):
    save()
    with pytest.raises(Refused, match="your own second factor first"):
        roles.ask_for_second_factor(workspace.id, owner.id, True)
    factor.turn_on(owner, 0, SECRET, code(), PASSWORD)
    roles.ask_for_second_factor(workspace.id, owner.id, True)
    assert db.session.get_one(Workspace, workspace.id).asks_second_factor
    assert [each.second_factor for each in roles.members_of(workspace.id)] == [True]
    roles.ask_for_second_factor(workspace.id, owner.id, False)
    assert not db.session.get_one(Workspace, workspace.id).asks_second_factor
