"""A known address need not be typed again, and only where the form said so."""

from __future__ import annotations

import pytest

from hubapp.models import Hub
from hubapp.services.visiting.filling import Returned
from hubapp.services.visiting.known import hints_of, known_before
from hubapp.services.visiting.plays import Went
from hubapp.services.visiting.presence import not_you
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, submissions, visit_to
from tests.support.application import make_hub

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
