"""The draft as visitors would see it, for members only."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services import editing
from tests.blueprints.page import page_of


@pytest.fixture
def quiz(draft) -> str:
    """A quiz that was never published; its address in the preview."""
    card = editing.add_card(draft.id, None, "quiz")
    slug = editing.document(draft.id, f"card:{card}")[0]["slug"]
    return f"/preview/{draft.id}/{slug}/"


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def test_a_draft_can_be_seen_before_it_is_published(analyst, draft, quiz):
    page = analyst.get(f"/preview/{draft.id}/")
    assert "Preview: only members see this, and nothing is saved." in page_of(page).words
    assert page.headers["Cache-Control"] == "private, no-store"
    assert quiz in page_of(page).links
    assert 'content="noindex"' in page.text


def test_links_of_a_preview_stay_within_it(analyst, draft, quiz):
    links = page_of(analyst.get(quiz)).links
    assert f"/preview/{draft.id}/" in links
    assert not [link for link in links if link.startswith("/h/")]


def test_the_first_screen_of_a_card_is_shown_and_answers_lead_back_to_it(analyst, quiz):
    page = page_of(analyst.get(quiz))
    assert "1 of" in page.words
    reply = analyst.post(quiz, data={"step": "0", "answer": "anything"})
    assert (reply.status_code, reply.location) == (303, quiz)
    assert db.session.scalar(select(func.count()).select_from(Play)) == 0


def test_the_colours_of_the_draft_are_kept_by_nobody(analyst, draft):
    document, _ = editing.document(draft.id, "hub")
    theme = {"preset": "gallery", "background": "#102030", "accent": "#f0f0f0"}
    editing.change(draft.id, None, Words("a test"), {"hub": {**document, "theme": theme}})
    style = analyst.get(f"/preview/{draft.id}/theme.css")
    assert ":root{--surface:#102030;" in style.text
    assert style.content_type == "text/css; charset=utf-8"
    assert style.headers["Cache-Control"] == "private, no-store"


def test_a_card_that_there_is_not(analyst, draft):
    assert analyst.get(f"/preview/{draft.id}/nothing/").status_code == 404


@pytest.mark.parametrize("address", ["", "theme.css"])
def test_nobody_else_sees_a_draft(signed_in, client, draft, address):
    where = f"/preview/{draft.id}/{address}"
    assert client.get(where).status_code == 302
    assert signed_in("stranger").get(where).status_code == 404


@pytest.fixture
def shared(draft, quiz) -> str:
    """The draft's address for whoever has the link."""
    editing.make_preview_link(draft.id, None)
    return f"/p/{editing.preview_links_of(draft.id)[0][1]}/"


def test_without_an_account_the_link_shows_the_draft_as_it_is_now(client, draft, shared):
    reply = client.get(shared)
    page = page_of(reply)
    assert "Preview: not published yet, and nothing is saved." in page.words
    assert reply.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert f"{shared}theme.css" in reply.text
    editing.add_card(draft.id, None, "content")
    assert "Good to know" in page_of(client.get(shared)).words


def test_its_links_stay_within_it_and_answers_change_nothing(client, draft, shared):
    (card,) = [each for each in page_of(client.get(shared)).links if each.startswith(shared)]
    links = page_of(client.get(card)).links
    assert not [each for each in links if each.startswith(("/h/", "/preview/"))]
    reply = client.post(card, data={"step": "0", "answer": "anything"})
    assert (reply.status_code, reply.location) == (303, card)
    assert client.get(f"{shared}theme.css").content_type == "text/css; charset=utf-8"


@pytest.mark.parametrize("address", ["", "theme.css", "any-card/"])
def test_a_link_that_nobody_made_shows_nothing(client, draft, address):
    assert client.get(f"/p/forged/{address}").status_code == 404


def test_a_draft_speaks_its_own_language_whichever_the_member_reads(analyst, draft):
    analyst.post("/account/language", data={"language": "ko"})
    assert '<html lang="ko"' in analyst.get("/hubs/").text
    assert '<html lang="en"' in analyst.get(f"/preview/{draft.id}/").text
