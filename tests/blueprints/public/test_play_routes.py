"""A play from its first answer to its result, and what goes wrong on the way."""

from __future__ import annotations

import pytest
from markupsafe import escape
from sqlalchemy import func, select

from hubapp.cards import CARD_TYPES
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Contact, Play, Submission
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.application import stamp_in
from tests.support.saving import save

HUB = "/h/summer-kick-off/"
QUIZ = f"{HUB}summer-quiz/"
POLL = f"{HUB}summer-spot/"
DRAW = f"{HUB}enter-the-draw/"
RULES = f"{HUB}how-it-works/"
FORM = {"f-email": "ana@example.com", "f-first_name": "Ana"}
ADULT = {"f-date_of_birth": ["1", "2", "1990"]}


def begun(client, address: str = QUIZ, **answer: object) -> str:
    """Where a play is after its first answer."""
    stamp = stamp_in(client.get(address).text)
    reply = client.post(address, data={"stamp": stamp, "step": "0", "answer": "q1c1", **answer})
    assert reply.status_code == 303
    return reply.location


def answered(client) -> str:
    """A quiz of which only the form at its end is left."""
    where = begun(client)
    for step, answer in ((1, "q2c1"), (2, "q3c0")):
        client.post(where, data={"step": str(step), "answer": answer})
    return where


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_each_answer_leads_to_the_next_question(hub, client):
    where = begun(client)
    for step, asked in enumerate(("watermelon", "sunscreen"), 1):
        page = page_of(client.get(where))
        assert f"{step + 1} of 3" in page.words
        assert asked in page.words
        assert page.values["step"] == str(step)
        client.post(where, data={"step": str(step), "answer": f"q{step + 1}c0"})


def test_what_was_typed_comes_back_with_what_is_wrong_with_it(hub, client):
    card_id = editing.add_card(hub.id, None, "survey")
    editing.publish(hub.id, None)
    card, _ = editing.document(hub.id, f"card:{card_id}")
    survey, typed = CARD_TYPES["survey"], "Häppchen & mehr " * 70
    (answers,) = survey.example_plays(survey.read(card["content"], card["schema"]))
    where = begun(client, f"{HUB}{card['slug']}/", answer=answers[0])
    for step, answer in enumerate(answers[1:-1], 1):
        client.post(where, data={"step": str(step), "answer": answer})
    last = {"step": str(len(answers) - 1), "answer": typed}
    refused = client.post(where, data=last)
    assert refused.status_code == 422
    assert str(escape(typed)) in refused.text
    assert "Shorten this to 1000 characters; it has 1119." in page_of(refused).words


def test_after_an_answer_the_page_says_whether_it_was_right(hub, client):
    right = page_of(client.get(begun(client))).words
    assert "Anticlockwise Right. South of the tropics" in right, "not in the tile that was chosen"
    assert "The answer is" not in right
    assert "Not quite." not in right
    wrong = page_of(client.get(begun(client, answer="q1c0"))).words
    assert "Clockwise Not quite. The answer is Anticlockwise." in wrong
    assert "South of the tropics" in wrong


@pytest.mark.parametrize("answer", [{}, {"answer": "q9c9"}, {"answer": ""}])
def test_an_answer_that_is_none_comes_back_with_what_to_do(hub, client, answer):
    where = begun(client)
    reply = client.post(where, data={"step": "1", **answer})
    assert reply.status_code == 422
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert "Choose" in page_of(reply).words
    assert page_of(reply).values["step"] == "1"


def test_a_first_answer_that_is_none_can_be_given_again(hub, client):
    stamp = stamp_in(client.get(POLL).text)
    refused = client.post(POLL, data={"stamp": stamp, "step": "0"})
    assert refused.status_code == 422
    assert stamp_in(refused.text) == stamp
    assert count(Play) == 0
    assert client.post(POLL, data={"stamp": stamp, "answer": "p1"}).status_code == 303


@pytest.mark.parametrize("step", ["0", "2", "7", "-1", "x", "99999"])
def test_an_answer_to_another_question_changes_nothing(hub, client, step):
    where = begun(client)
    assert client.post(where, data={"step": step, "answer": "q2c1"}).location == where
    assert db.session.scalars(select(Play.answers)).one() == ["q1c1"]


def test_a_refused_form_keeps_what_was_typed_and_says_what_to_mend(hub, client):
    where = answered(client)
    page = client.post(where, data=FORM | {"f-email": "ana@"})
    assert page.status_code == 422
    assert page_of(page).values["f-email"] == "ana@"
    assert page_of(page).values["f-first_name"] == "Ana"
    assert "Please check the form" in page_of(page).words
    assert "#f-email" in page_of(page).links
    assert count(Submission) == 0


def test_a_consent_is_ticked_by_its_visitor_and_by_nobody_else(hub, client):
    """P14: not at first, and still after something else was wrong."""
    first = client.get(DRAW)
    assert "f-marketing_consent" not in page_of(first).values
    typed = {**FORM, **ADULT, "f-email": "ana@", "stamp": stamp_in(first.text)}
    refused = client.post(DRAW, data={**typed, "f-marketing_consent": "y"})
    assert (refused.status_code, page_of(refused).values["f-marketing_consent"]) == (422, "y")
    assert "f-marketing_consent" not in page_of(client.post(DRAW, data=typed)).values


def test_a_form_without_a_play_before_it_keeps_its_stamp(hub, client):
    stamp = stamp_in(client.get(DRAW).text)
    refused = client.post(DRAW, data={"stamp": stamp, **FORM, "f-date_of_birth": ["1", "2", ""]})
    assert refused.status_code == 422
    assert stamp_in(refused.text) == stamp
    accepted = client.post(DRAW, data={"stamp": stamp, **FORM, **ADULT})
    assert accepted.status_code == 303
    assert count(Submission) == 1


def test_a_play_that_is_over_stays_as_it_is(hub, client):
    where = answered(client)
    client.post(where, data=FORM)
    result = client.get(where).text
    assert client.post(where, data={"step": "0", "answer": "q1c0"}).location == where
    assert client.post(where, data=FORM | {"f-email": "other@example.com"}).location == where
    assert client.get(where).text == result
    assert db.session.scalars(select(Contact.email)).all() == ["ana@example.com"]


def test_a_vote_stays_with_its_choice_whose_words_are_changed(hub, client, app):
    """P11: published anew between two votes."""
    begun(client, POLL, answer="p1")
    card, _ = editing.document(hub.id, "card:poll")
    choices = card["content"]["choices"]
    renamed = [{**each, "text": "On a glacier"} if each["id"] == "p1" else each for each in choices]
    content = {**card["content"], "choices": renamed}
    editing.change(hub.id, None, Words("words"), {"card:poll": {**card, "content": content}})
    editing.publish(hub.id, None)
    other = app.test_client()
    shown = page_of(other.get(begun(other, POLL, answer="p1"))).words
    assert "On a glacier · your vote" in shown
    assert ("2 votes so far" in shown, "100%" in shown) == (True, True)


def test_a_result_leads_on_to_three_other_cards(hub, client):
    where = answered(client)
    client.post(where, data=FORM)
    links = page_of(client.get(where)).links
    others = [link for link in links if link.startswith(HUB) and link != HUB]
    others.remove(f"{HUB}your-data")
    assert len(others) == 3
    assert QUIZ not in others


def test_a_page_of_ones_own_is_kept_by_nobody(hub, client):
    for address in (QUIZ, begun(client)):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["nothing", "of another card"])
def test_a_play_that_there_is_not_here_leads_to_its_card(hub, client, method, token):
    if token == "of another card":
        token = begun(client, POLL, answer="p1").split("/")[-2]
    reply = client.open(f"{QUIZ}{token}/", method=method)
    assert (reply.status_code, reply.location) == (302, QUIZ)


def test_a_play_whose_version_no_longer_has_the_card_begins_anew(hub, client):
    where = begun(client)
    editing.remove_card(hub.id, None, "quiz")
    bare = editing.publish(hub.id, None)
    editing.roll_back(hub.id, 1)
    play = db.session.scalars(select(Play)).one()
    play.version_id = bare.id
    save()
    assert client.get(where).location == QUIZ


def test_a_play_ends_on_the_version_on_which_it_began(hub, client):
    where = begun(client)
    document, _ = editing.document(hub.id, "card:quiz")
    changes = {"card:quiz": {**document, "title": "Another quiz"}}
    editing.change(hub.id, None, Words("a test"), changes)
    editing.publish(hub.id, None)
    assert "Another quiz" in page_of(client.get(QUIZ)).words
    assert "How summer are you?" in page_of(client.get(where)).words


def test_another_site_cannot_go_on_with_a_play(hub, client):
    where = begun(client)
    answer = {"step": "1", "answer": "q2c1"}
    reply = client.post(where, data=answer, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 400
    assert "reload the page and send it again" in reply.text
    assert db.session.scalars(select(Play.answers)).one() == ["q1c1"]


def test_a_card_with_nothing_to_play_is_read(hub, client):
    page = page_of(client.get(RULES))
    assert "one entry a person" in page.words
    assert "stamp" not in page.values


def test_who_sends_too_much_waits_and_others_do_not(hub, client, app, monkeypatch):
    settings = app.extensions["settings"].model_copy(
        update={"rate_limit_submissions": "2 per minute"}
    )
    monkeypatch.setitem(app.extensions, "settings", settings)
    codes = [client.post(QUIZ, data={}).status_code for _ in range(3)]
    assert codes == [400, 400, 429]
    refused = client.post(QUIZ, data={})
    assert "Wait a minute" in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert client.get(QUIZ).status_code == 200
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.post(QUIZ, data={}, environ_overrides=elsewhere).status_code == 400
    assert client.post("/h/other/quiz/", data={}).status_code == 404


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [("https://hubs.example.com", True), ("http://127.0.0.1:8000", False)],
)
def test_the_visitors_cookie_is_for_us_alone(hub, client, app, monkeypatch, base_url, secure):
    settings = app.extensions["settings"].model_copy(update={"base_url": base_url})
    monkeypatch.setitem(app.extensions, "settings", settings)
    begun(client)
    cookie = client.get_cookie("hubapp_visitor")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert cookie.secure is secure
    assert cookie.max_age == 90 * 24 * 3600
