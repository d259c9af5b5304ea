"""What somebody filled in comes back with a sentence, or with a question that refuses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from hubapp.core.snapshot import FieldSnapshot, FormSnapshot
from hubapp.models import Hub
from hubapp.services.visiting.filling import Question, clean_form, questions_of
from hubapp.services.visiting.plays import Went
from hubapp.services.visiting.submissions import Returned, submit
from tests.services.visiting.visits import ENTRY, submissions, visit_to
from tests.support.application import make_hub

EMAIL = FieldSnapshot("e", "email", "email", "Email", "", True)
BORN = FieldSnapshot("b", "date_of_birth", "born", "Born", "", True, {"minimum_age": 18})
SLIP = {**ENTRY, "email": ["Ana@Gmial.com"]}


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return make_hub(sandbox.url)


def test_a_slip_in_an_address_is_asked_about_once():
    form = FormSnapshot("end", fields=(EMAIL,))
    values, problems = clean_form(form, SLIP, {})
    assert problems == {}
    asked = {"email": Question("ana@gmial.com", "ana@gmail.com")}
    assert questions_of(form, SLIP, values) == asked
    assert questions_of(form, {**SLIP, "email~asked": ["ana@gmial.com"]}, values) == {}
    assert questions_of(form, {**SLIP, "email~asked": ["b@gmial.com"]}, values) == asked


def test_a_question_refuses_nothing(hub):
    back = submit(visit_to(hub, "draw"), SLIP)
    assert isinstance(back, Returned)
    assert (dict(back.problems), list(back.questions)) == ({}, ["email"])
    assert submissions() == []
    again = {**SLIP, "email~asked": ["ana@gmial.com"]}
    assert isinstance(submit(visit_to(hub, "draw"), again), Went)
    assert submissions()[0].values["email"] == "ana@gmial.com"


@time_machine.travel("2026-07-01T20:00:00Z", tick=False)
def test_the_hubs_day_is_the_day(hub):
    """In Sydney 2 July has begun (F31)."""
    born = {**ENTRY, "date_of_birth": ["2", "7", "2008"]}
    assert isinstance(submit(visit_to(hub, "draw"), born), Returned)
    sydney = visit_to(hub, "draw")
    sydney = replace(sydney, snapshot=replace(sydney.snapshot, time_zone="Australia/Sydney"))
    assert isinstance(submit(sydney, born), Went)


@pytest.mark.parametrize(
    ("today", "old_enough"), [(date(2026, 7, 2), True), (date(2026, 7, 1), False)]
)
def test_who_is_old_enough_is_so_on_the_hubs_day(today, old_enough):
    form = FormSnapshot("end", fields=(BORN,))
    values, problems = clean_form(form, {"born": ["2", "7", "2008"]}, {}, today)
    assert (values == {"born": "2008-07-02"}) is old_enough
    assert (list(problems) == ["born"]) is not old_enough
