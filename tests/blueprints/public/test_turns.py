"""Who has had their turn, as visitors meet it: the rule at the card, the screen in its place."""

from __future__ import annotations

import re

import pytest
import time_machine
from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Tally
from hubapp.services import editing
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in
from tests.support.factories import PASSWORD, MemberFactory

AT = "/h/summer-kick-off/"
POLL, DRAW, QUIZ = f"{AT}summer-spot/", f"{AT}enter-the-draw/", f"{AT}summer-quiz/"
ENTRY = {
    "f-email": "ana@example.com",
    "f-date_of_birth": ["1", "2", "1990"],
}
NOON = "2026-12-04T01:00Z"
"""In Sydney."""


@pytest.fixture
def hub(app, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_hub(sandbox.url, limits=True)


@pytest.fixture
def ruled(hub):
    """Publishes a card with a rule, in Sydney's zone."""

    def publish(card: str, rule: str, hours: float = 24):
        docs = editing.documents(hub.id)
        entry = {"rule": rule, "hours": hours}
        changes = {
            f"card:{card}": {**docs[f"card:{card}"], "entry": entry},
            "hub": {**docs["hub"], "time_zone": "Australia/Sydney"},
        }
        editing.change(hub.id, None, Words("rules"), changes)
        editing.publish(hub.id, None)

    return publish


def words(page) -> str:
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", f"<{main}", flags=re.S).split())


def vote(client):
    stamp = stamp_in(client.get(POLL).text)
    return client.post(POLL, data={"stamp": stamp, "step": "0", "answer": "p1"})


def test_the_rule_stands_at_the_card(client, ruled):
    """The demo's cards keep what their texts promise."""
    assert "One turn for each visitor." in words(client.get(POLL))
    assert "One turn for each email address." in words(client.get(DRAW))
    assert "turn" not in words(client.get(QUIZ))
    ruled("quiz", "hours", 6)
    assert "One turn every 6 hours for each email address." in words(client.get(QUIZ))


def test_who_has_voted_is_led_back_to_the_vote(client, hub):
    other = client.get(POLL).text
    where = vote(client).location
    page = client.get(POLL)
    assert page.status_code == 200
    said = "You have had your turn One turn for each visitor. Thank you for taking part."
    assert said in words(page)
    assert f'href="{where}"' in page.text
    assert "Up a mountain · your vote" in words(client.get(where))
    # A page that was open before is refused when it is sent.
    late = client.post(POLL, data={"stamp": stamp_in(other), "step": "0", "answer": "p1"})
    assert (late.status_code, 'data-at="turn"' in late.text) == (422, True)
    assert db.session.scalars(select(Tally.count)).all() == [1]


def test_who_has_a_next_turn_is_told_when(client, ruled):
    ruled("poll", "day")
    with time_machine.travel(NOON, tick=False):
        vote(client)
        assert "The next one: tomorrow 00:00 Sydney time." in words(client.get(POLL))
    with time_machine.travel("2026-12-04T13:00Z", tick=False):
        assert vote(client).status_code == 303
    ruled("poll", "hours", 6)
    with time_machine.travel("2026-12-05T01:00Z", tick=False):
        vote(client)
        assert "The next one: today 18:00 Sydney time." in words(client.get(POLL))


def test_an_address_that_has_entered_is_told_so_and_may_be_another(client, app, hub):
    def enter(browser, **typed):
        stamp = stamp_in(browser.get(DRAW).text)
        return browser.post(DRAW, data={"stamp": stamp, **ENTRY, **typed})

    assert enter(client).status_code == 303
    friend = app.test_client()
    refused = enter(friend, **{"f-email": "Ana+again@example.com"})
    assert refused.status_code == 422
    said = "This address has had its turn One turn for each email address. Thank you"
    assert said in words(refused)
    assert f'class="button" href="{DRAW}"' in refused.text
    assert "You are in" not in refused.text
    assert enter(friend, **{"f-email": "ben@example.com"}).status_code == 303


def test_a_play_goes_on_at_its_address_though_its_turn_is_taken(client, ruled):
    ruled("quiz", "visitor")
    stamp = stamp_in(client.get(QUIZ).text)
    where = client.post(QUIZ, data={"stamp": stamp, "step": "0", "answer": "q1c1"}).location
    assert f'href="{where}"' in client.get(QUIZ).text
    assert client.post(where, data={"step": "1", "answer": "q2c1"}).status_code == 303
    assert "data-play" in client.get(where).text


def test_a_preview_takes_no_turn(client, hub, ruled):
    ruled("poll", "visitor")
    vote(client)
    MemberFactory(user__email="e@example.com", role="editor", workspace=hub.workspace)
    client.post("/login", data={"email": "e@example.com", "password": PASSWORD})
    for _ in range(2):
        assert "data-play" in client.get(f"/preview/{hub.id}/summer-spot/").text
        preview = client.post(f"/preview/{hub.id}/summer-spot/", data={"answer": "p1"})
        assert preview.status_code == 303
