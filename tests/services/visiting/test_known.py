"""A known address need not be typed again, and only where the form said so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hubapp.core.choosing import choices_by_id
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services import editing, people
from hubapp.services.visiting.filling import Returned
from hubapp.services.visiting.known import hints_of, known_before, lent_to
from hubapp.services.visiting.plays import Went
from hubapp.services.visiting.presence import not_you
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, submissions, visit_to
from tests.support.application import make_hub
from tests.support.brands import another_brand

AGAIN = {"email": [""], "email~known": ["y"]}


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url)


@pytest.fixture
def ana(hub) -> str:
    """The cookie of a browser in which she told her address."""
    return submit(visit_to(hub, "wheel"), {"email": [ANA]}).visitor_token


def test_her_address_is_known_by_its_ends(hub, ana):
    visit = visit_to(hub, "quiz", visitor_token=ana)
    assert known_before(visit) == {"email": ANA}
    assert hints_of(visit) == {"email": "a…@example.com"}
    assert known_before(visit_to(hub, "quiz")) == {}
    assert known_before(visit_to(hub, "poll", visitor_token=ana)) == {}


def test_left_empty_it_is_what_she_told(hub, ana):
    born = {"date_of_birth": ["1", "2", "1990"]}
    assert isinstance(submit(visit_to(hub, "draw", visitor_token=ana), {**AGAIN, **born}), Went)
    assert submissions()[-1].values["email"] == ANA


@pytest.mark.parametrize("typed", [{"email": [""]}, {}])
def test_a_form_that_did_not_say_so_asks(hub, ana, typed):
    back = submit(visit_to(hub, "wheel", visitor_token=ana), typed)
    assert isinstance(back, Returned)
    assert list(back.problems) == ["email"]


def test_what_is_typed_stands(hub, ana):
    submit(visit_to(hub, "wheel", visitor_token=ana), {**AGAIN, "email": [BEN]})
    assert submissions()[-1].values["email"] == BEN


def test_somebody_else_at_the_device_is_not_known(hub, ana):
    not_you(visit_to(hub, "wheel", visitor_token=ana))
    visit = visit_to(hub, "wheel", visitor_token=ana)
    assert known_before(visit) == {}
    assert isinstance(submit(visit, AGAIN), Returned)


def proven(hub, token: str) -> None:
    """A mailed code has shown whose browser this is."""
    with transaction():
        speaker = people.recognised(hub.workspace_id, token)
        contact = people.contact_with_email(speaker, ANA)
        people.prove(speaker, contact, hub.id)


def test_what_was_told_is_lent_once_it_is_shown_who_they_are(hub, ana):
    born = {"email": [ANA], "first_name": ["Ana"], "date_of_birth": ["1", "2", "1990"]}
    submit(visit_to(hub, "draw", visitor_token=ana), {**born, "marketing_consent": ["y"]})
    stranger = submit(visit_to(hub, "draw"), {**born, "first_name": ["Nobody"]}).visitor_token
    for token in (ana, stranger, None):
        assert lent_to(visit_to(hub, "draw", visitor_token=token)) == {}
    proven(hub, ana)
    told = {**born, "email": [ANA]}
    assert lent_to(visit_to(hub, "draw", visitor_token=ana)) == told
    assert lent_to(visit_to(hub, "draw", visitor_token=stranger)) == {}
    assert lent_to(visit_to(hub, "poll", visitor_token=ana)) == {}
    with time_machine.travel(now() + timedelta(minutes=31)):
        assert lent_to(visit_to(hub, "draw", visitor_token=ana)) == {}
    not_you(visit_to(hub, "draw", visitor_token=ana))
    assert lent_to(visit_to(hub, "draw", visitor_token=ana)) == {}


def test_a_choice_is_lent_as_the_same_answer_reads_now(hub, ana):
    form = editing.documents(hub.id)["form:draw"]
    [field] = [each for each in form["fields"] if each["key"] == "favourite"]
    born = {"email": [ANA], "date_of_birth": ["1", "2", "1990"], "favourite": ["Lemonade"]}
    submit(visit_to(hub, "draw", visitor_token=ana), born)
    proven(hub, ana)
    for words in ("Cloudy lemonade", "Home-made lemonade"):
        lines = f"{words}\nIced tea\nSparkling water"
        fields = [
            {**each, "options": {"choices": lines}} if each["id"] == field["id"] else each
            for each in form["fields"]
        ]
        changes = {"form:draw": {**form, "fields": fields}}
        editing.change(hub.id, None, Words("x"), changes)
        editing.publish(hub.id, None)
        id_ = next(id_ for id_, text in choices_by_id({"choices": lines}).items() if text == words)
        assert lent_to(visit_to(hub, "draw", visitor_token=ana))["favourite"] == [id_]


def test_what_another_hub_was_told_is_lent_by_none(hub, ana, sandbox):
    proven(hub, ana)
    other = another_brand(hub, sandbox)
    assert "email" in lent_to(visit_to(hub, "draw", visitor_token=ana))
    assert lent_to(visit_to(other, "draw", visitor_token=ana)) == {}
