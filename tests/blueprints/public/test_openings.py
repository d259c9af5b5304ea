"""Before, within and after the times of a hub and its cards, as visitors meet them."""

from __future__ import annotations

import re

import pytest
import time_machine
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services import editing
from hubapp.web import page_cache
from tests.support.application import stamp_in
from tests.support.factories import PASSWORD, MemberFactory

HUB, QUIZ = "/h/summer-kick-off/", "/h/summer-kick-off/summer-quiz/"
WEEK = {"opens_at": "2026-12-04T18:00", "closes_at": "2026-12-11T18:00"}
"""7:00 UTC in Sydney."""
OVER = {"closed_text": "See you <next> year.", "closed_url": "https://example.com/more"}
BEFORE, WITHIN, AFTER = "2026-12-02T00:00Z", "2026-12-05T00:00Z", "2026-12-11T07:00Z"
FIRST = {"step": "0", "answer": "q1c1"}


@pytest.fixture
def timed(hub):
    """Publishes the hub with times in Sydney's zone; card: those of the quiz."""

    def publish(times=None, card=None, zone="Australia/Sydney", **words):
        docs = editing.documents(hub.id)
        changes = {"hub": {**docs["hub"], "time_zone": zone, "opening": times or {}, **words}}
        if card:
            changes["card:quiz"] = {**docs["card:quiz"], "opening": card}
        editing.change(hub.id, None, "times", changes)
        editing.publish(hub.id, None)

    return publish


@pytest.fixture
def at():
    """Travels; nothing that was remembered on the way is remembered."""
    with time_machine.travel(BEFORE, tick=False) as traveller:

        def go(moment: str) -> None:
            traveller.move_to(moment)
            page_cache.forget()

        yield go


def words(page) -> str:
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", f"<{main}", flags=re.S).split())


def begin(client):
    return client.post(QUIZ, data={**FIRST, "stamp": stamp_in(client.get(QUIZ).text)})


def plays() -> int:
    return db.session.scalar(select(func.count()).select_from(Play))


def test_before_the_hub_says_when_it_opens(timed, client, at):
    timed({**WEEK, **OVER})
    page = client.get(HUB)
    assert "Opens Friday 18:00 Sydney time" in words(page)
    assert page.text.count("is-shut") == 5
    assert "See you" not in page.text
    card = client.get(QUIZ)
    assert card.status_code == 200
    assert "Not open yet Opens Friday 18:00 Sydney time" in words(card)
    assert "data-play" not in card.text


def test_within_its_times_nothing_is_said_of_them(timed, client, at):
    timed({**WEEK, **OVER}, dates="The first week of December")
    at(WITHIN)
    page = client.get(HUB)
    assert "Opens" not in words(page)
    assert "Closed" not in words(page)
    assert "The first week of December" in words(page)
    assert begin(client).status_code == 303


def test_after_it_the_marketer_speaks(timed, client, at):
    timed({**WEEK, **OVER})
    at(AFTER)
    for page in (client.get(HUB), client.get(QUIZ)):
        assert "See you &lt;next&gt; year." in page.text
        assert 'href="https://example.com/more"' in page.text
    assert words(client.get(HUB)).count("Closed") == 6


def test_a_card_that_closed_without_words_says_when(timed, client, at):
    timed(card={"closes_at": "2026-12-04T18:00"})
    at("2026-12-04T07:00Z")
    assert "This is closed It closed on 4 Dec 2026 18:00 Sydney time" in words(client.get(QUIZ))
    page = words(client.get(HUB))
    assert page.count("Closed") == 1
    assert "Cast your vote" in page


def test_the_dates_in_the_hero_are_those_times_unless_the_marketer_wrote_others(timed, client, at):
    timed(WEEK, dates="")
    said = "4 Dec 2026 18:00 to 11 Dec 2026 18:00 Sydney time"
    assert said in words(client.get(HUB))
    timed({"closes_at": WEEK["closes_at"]}, dates="")
    assert "Until 11 Dec 2026 18:00 Sydney time" in words(client.get(HUB))
    timed({"opens_at": WEEK["opens_at"]}, zone="UTC", dates="")
    assert "From 4 Dec 2026 18:00 UTC" in words(client.get(HUB))


@pytest.mark.parametrize("moment", ["2026-12-04T06:59:59Z", "2026-12-11T07:00Z"])
def test_nobody_begins_outside_of_the_times_whenever_the_page_was_opened(timed, client, at, moment):
    timed(WEEK)
    at("2026-12-04T07:00Z" if moment < WITHIN else "2026-12-11T06:59:59Z")
    stamp = stamp_in(client.get(QUIZ).text)
    at(moment)
    refused = client.post(QUIZ, data={**FIRST, "stamp": stamp})
    assert refused.status_code == 422
    assert 'data-at="shut"' in refused.text
    assert plays() == 0


def end(client, where):
    client.post(where, data={"step": "1", "answer": "q2c1"})
    client.post(where, data={"step": "2", "answer": "q3c0"})
    return client.post(where, data={"f-email": "ana@example.com"})


def test_a_play_begun_in_time_has_a_quarter_of_an_hour_to_its_end(timed, client, at):
    timed(WEEK)
    at("2026-12-11T06:59:59Z")
    where = begin(client).location
    at("2026-12-11T07:14:59Z")
    assert end(client, where).status_code == 303
    assert "Summer legend" in client.get(where).text
    at("2027-01-11T07:14:59Z")
    result = client.get(where)
    assert "Summer legend" in result.text
    assert "Next" not in words(result), "what comes next is closed"


def test_after_the_grace_it_says_so(timed, client, at):
    timed({**WEEK, **OVER})
    at("2026-12-11T06:59:59Z")
    where = begin(client).location
    at("2026-12-11T07:15Z")
    assert "This closed while you played See you" in words(client.get(where))
    refused = client.post(where, data={"step": "1", "answer": "q2c1"})
    assert (refused.status_code, "This closed while you played" in refused.text) == (422, True)


def test_the_remembered_page_and_its_tag_change_with_the_state(timed, client, at):
    timed(WEEK)
    with time_machine.travel("2026-12-04T06:59:59.8Z", tick=True):
        page_cache.forget()
        before = client.get(HUB)
        tag = before.headers["ETag"]
        assert client.get(HUB, headers={"If-None-Match": tag}).status_code == 304
        kept = list(page_cache._pages.values())
        assert kept
        assert all(each.until - page_cache.time.monotonic() < 0.2 for each in kept)
    with time_machine.travel("2026-12-04T07:00Z", tick=False):
        page_cache.forget()
        opened = client.get(HUB, headers={"If-None-Match": tag})
        assert opened.status_code == 200
        assert opened.headers["ETag"] != tag
        assert opened.headers["Cache-Control"] == "public, no-cache"


def test_a_change_of_the_clock_moves_no_wall_time(timed, client, at):
    """Sydney's clock goes back on 4 April 2027 at 3:00, forward on 4 October 2026 at 2:00."""
    timed({"opens_at": "2026-10-04T02:30", "closes_at": "2027-04-04T02:30"})
    states = {
        "2026-10-03T15:59:59Z": "Not open yet",
        "2026-10-03T16:00Z": "How summer are you?",
        "2027-04-03T16:29:59Z": "How summer are you?",
        "2027-04-03T16:30Z": "This is closed",
    }
    for moment, said in states.items():
        at(moment)
        assert said in re.search(r"<h1.*?</h1>", client.get(QUIZ).text)[0]


def test_a_preview_shows_the_card_that_visitors_wait_for(timed, client, at, hub):
    timed(WEEK)
    MemberFactory(user__email="e@example.com", role="editor", workspace=hub.workspace)
    client.post("/login", data={"email": "e@example.com", "password": PASSWORD})
    assert "data-play" in client.get(f"/preview/{hub.id}/summer-quiz/").text
    assert "Opens Friday" in words(client.get(f"/preview/{hub.id}/"))


def test_an_entry_button_says_when_it_closes_for_whom_and_under_which_terms(timed, at, client):
    draw = f"{HUB}enter-the-draw/"
    timed({"closes_at": "2026-12-11T18:00"})
    at(BEFORE)
    assert "Closes 11 Dec 2026 18:00 Sydney time 18+ Terms" in words(client.get(draw))
    timed({}, terms_url="")
    at(BEFORE)
    assert words(client.get(draw)).endswith("18+")
