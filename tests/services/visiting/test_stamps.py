"""A stamp lets a form in once it can have been read; cookies are ours or nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hubapp.services import people
from hubapp.services.visiting import stamps

PLACE = "7:quiz"
UNSIGNED = people.Signature("", "", "")


def sealed(values: dict[str, str]) -> str:
    return stamps.enclose_link(7, values, UNSIGNED)


@pytest.fixture
def clock(app):
    with time_machine.travel("2026-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


def test_a_stamp_gives_its_nonce_for_its_place(clock):
    one, two = stamps.stamp(PLACE), stamps.stamp(PLACE)
    clock.shift(1)
    nonce = stamps.read_stamp(one, PLACE)
    assert nonce
    # A second click carries the same one, another page does not.
    assert stamps.read_stamp(one, PLACE) == nonce
    assert stamps.read_stamp(two, PLACE) != nonce
    assert stamps.read_stamp(one, "8:quiz") is None


@pytest.mark.parametrize(
    ("open_for", "taken"),
    [
        (timedelta(seconds=0.3), False),
        (timedelta(seconds=0.4), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (timedelta(hours=-1), False),
    ],
)
def test_too_quick_and_too_old_are_refused(clock, open_for, taken):
    token = stamps.stamp(PLACE)
    clock.shift(open_for)
    assert (stamps.read_stamp(token, PLACE) is not None) is taken


@pytest.mark.parametrize("content", ["abc", 5, None, [PLACE, "nonce"], [PLACE, "nonce", "soon"]])
def test_what_is_signed_but_no_stamp_is_refused(clock, content):
    assert stamps.read_stamp(stamps._stamps().dumps(content), PLACE) is None


def test_a_cookie_is_no_stamp_and_no_other_cookie(clock):
    contact, link = stamps.seal_visitor("token"), sealed({"id": "1"})
    clock.shift(1)
    for each in (contact, link):
        assert stamps.read_stamp(each, PLACE) is None
    assert stamps.read_visitor(link) is None
    assert stamps.read_link(contact, 7) is None


def test_with_another_key_nothing_is_ours(app):
    contact, link, token = (
        stamps.seal_visitor("token"),
        sealed({"id": "1"}),
        stamps.stamp(PLACE),
    )
    app.config["SECRET_KEY"] = "another"
    assert stamps.read_visitor(contact) is None
    assert stamps.read_link(link, 7) is None
    assert stamps.read_stamp(token, PLACE) is None


def test_whatever_a_browser_sends_instead_is_nobodys(app):
    @given(st.text())
    def check(sent: str) -> None:
        assert stamps.read_stamp(sent, PLACE) is None
        assert stamps.read_visitor(sent) is None
        assert stamps.read_link(sent, 7) is None

    check()
    assert (stamps.read_visitor(None), stamps.read_link(None, 7)) == (None, None)


def test_a_cookie_comes_back_as_it_was(app):
    assert stamps.read_visitor(stamps.seal_visitor("token")) == "token"
    link = sealed({"external_id": "ü 1", "utm": ""})
    assert stamps.read_link(link, 7).values == {"external_id": "ü 1", "utm": ""}


def test_what_a_link_carried_is_for_the_hub_that_it_led_to(app):
    assert stamps.read_link(sealed({"external_id": "1"}), 8) is None


def test_a_link_of_the_day_before_yesterday_is_of_another_visit(app):
    with time_machine.travel("2026-01-13 10:00:00Z", tick=False):
        link = sealed({"external_id": "1"})
    with time_machine.travel("2026-01-14 09:59:00Z", tick=False):
        assert stamps.read_link(link, 7).values == {"external_id": "1"}
    with time_machine.travel("2026-01-15 10:00:00Z", tick=False):
        assert stamps.read_link(link, 7) is None


def test_the_nonce_of_a_page_is_known_before_it_may_be_used(app):
    made = stamps.stamp("1:quiz", "mail")
    assert stamps.nonce_in(made)
    assert stamps.nonce_in(made) == stamps.nonce_in(made)
    assert [stamps.nonce_in(each) for each in ("", "forged", made[:-1])] == ["", "", ""]
