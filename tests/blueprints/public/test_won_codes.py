"""A code that was won is on the winner's page, and on nobody else's who opens its address."""

from __future__ import annotations

import pytest

from hubapp.services.visiting import stamps
from tests.support.application import stamp_in
from tests.support.codes import make_secret_hub
from tests.support.prizes import make_lucky_hub

CODE = "VERY-SECRET-1"


@pytest.fixture
def won(app, client, monkeypatch) -> str:
    """The address of the play in which the browser ``client`` got the only code."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    card = f"/h/{make_lucky_hub([CODE]).slug}/luck/"
    page = client.get(card).text
    assert CODE not in page
    data = {"stamp": stamp_in(page), "step": "0", "answer": "scratch"}
    return str(client.post(card, data=data).location)


def test_the_winner_sees_it_as_often_as_they_come(client, won):
    assert [CODE in client.get(won).text for _ in range(2)] == [True, True]


def test_whoever_is_sent_the_address_does_not(app, won):
    reply = app.test_client().get(won, headers={"Sec-Fetch-Site": "none"})
    assert reply.status_code == 200
    assert CODE not in reply.text


def test_no_page_of_the_winner_may_be_kept_by_what_stands_between(client, won):
    assert client.get(won).headers["Cache-Control"] == "private, no-store"


def test_the_address_itself_says_nothing_of_the_code(won):
    assert CODE not in won


def test_a_wrong_code_is_said_at_its_input_and_stays_in_it(app, client, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    card = f"/h/{make_secret_hub('SUN').slug}/secret/"
    data = {"stamp": stamp_in(client.get(card).text), "step": "0", "answer": "MOON"}
    reply = client.post(card, data=data)
    assert reply.status_code == 422
    assert "We do not know this code. Check it and type it again." in reply.text
    assert 'value="MOON"' in reply.text
    assert 'aria-describedby="problem where" aria-invalid="true"' in reply.text
    assert "SUN" not in reply.text
