"""The winner has the code mailed, and sees it again under *Your data*; nobody else can."""

from __future__ import annotations

import re

import pytest

from hubapp.services import editing
from hubapp.services.visiting import stamps
from tests.support.application import stamp_in
from tests.support.forms import forms_in
from tests.support.mailed import mails
from tests.support.prizes import make_lucky_hub

CODE, ANA = "VERY-SECRET-1", "ana@example.com"


@pytest.fixture
def lucky(app, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_lucky_hub([CODE, "ANOTHER-ONE"])


@pytest.fixture
def won(client, lucky) -> str:
    """The address of the play in which the browser ``client`` got a code."""
    card = f"/h/{lucky.slug}/luck/"
    data = {"stamp": stamp_in(client.get(card).text), "step": "0", "answer": "scratch"}
    return str(client.post(card, data=data).location)


def to_ana() -> list[str]:
    return [each.get_content() for each in mails() if each["To"] == ANA]


def test_the_winner_has_it_mailed_and_is_told_where_it_went(client, won):
    assert "Send it to me by mail" in client.get(won).text
    reply = client.post(f"{won}mail", data={"email": ANA})
    assert reply.status_code == 200
    assert "Your code is on its way to an…\N{WORD JOINER}@example.com." in reply.text
    assert CODE not in re.search("<title>.*?</title>", reply.text, re.S)[0]
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert [CODE in each for each in to_ana()] == [True]


def test_an_address_that_is_none_comes_back_with_what_is_wrong(client, won):
    reply = client.post(f"{won}mail", data={"email": "ana"})
    assert reply.status_code == 422
    assert "There is no @ in it." in reply.text
    assert 'value="ana" aria-invalid="true" aria-describedby="sent"' in reply.text
    assert to_ana() == []


def test_loaded_anew_it_shows_the_play(client, won):
    assert client.get(f"{won}mail").location == won


def test_nobody_else_has_it_mailed(app, won):
    other = app.test_client()
    reply = other.post(f"{won}mail", data={"email": ANA}, headers={"Sec-Fetch-Site": "none"})
    assert (reply.status_code, reply.location) == (303, won)
    assert to_ana() == []


def test_another_site_has_nothing_mailed(client, won):
    elsewhere = {"Origin": "https://evil.example"}
    reply = client.post(f"{won}mail", data={"email": ANA}, headers=elsewhere)
    assert reply.status_code == 400
    assert to_ana() == []


def test_a_play_that_is_not_there_leads_to_its_card(client, lucky):
    card = f"/h/{lucky.slug}/luck/"
    assert client.post(f"{card}unknown/mail", data={"email": ANA}).location == f"{card}unknown/"


def test_it_is_seen_again_under_your_data_and_not_by_others(app, client, won, lucky):
    address = f"/h/{lucky.slug}/your-data"
    page = client.get(address).text
    assert ("What you won" in page, CODE in page) == (True, True)
    assert CODE not in app.test_client().get(address).text


def test_it_is_gone_with_what_was_told(client, won, lucky):
    address = f"/h/{lucky.slug}/your-data"
    form = next(
        pairs for _, pairs in forms_in(client.get(address).text) if ("act", "delete") in pairs
    )
    client.post(address, data={**dict(form), "leave_empty": ""})
    page = client.get(address).text
    assert ("What you won" in page, CODE in page) == (False, False)


def test_the_mail_speaks_the_language_of_the_hub(client, won, lucky):

    editing.choose_language(lucky.id, None, "de")
    editing.publish(lucky.id, None)
    card = f"/h/{lucky.slug}/luck/"
    data = {"stamp": stamp_in(client.get(card).text), "step": "0", "answer": "scratch"}
    there = client.post(card, data=data).location
    reply = client.post(f"{there}mail", data={"email": ANA})
    assert "Dein Code ist unterwegs an an…\N{WORD JOINER}@example.com." in reply.text
    assert ["Dein Code:" in each for each in to_ana()] == [True]
