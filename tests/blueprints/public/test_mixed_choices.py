"""Choices stand in another order for each visitor, and in the same one through a play."""

from __future__ import annotations

import re

import pytest

from hubapp.blueprints.public import preview_pages
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.services.visiting import Visit
from tests.support.application import stamp_in

QUIZ = "/h/summer-kick-off/summer-quiz/"
TYPED = ["Clockwise", "Anticlockwise", "It stays put"]


@pytest.fixture(autouse=True)
def _mixed(hub):
    card, _ = editing.document(hub.id, "card:quiz")
    content = {**card["content"], "mixed": True}
    editing.change(hub.id, None, Words("mixing"), {"card:quiz": {**card, "content": content}})
    editing.publish(hub.id, None)


def offered(page: str) -> list[str]:
    """The first question's choices in their order; once it is answered, its tiles."""
    said = re.findall(r'<span dir="auto">([^<]+)</span>', page)
    return [each for each in said if each in TYPED]


def ids(page: str) -> list[str]:
    return re.findall(r'name="answer" value="(\w+)"', page)


def test_visitors_see_them_in_other_orders(app):
    orders = {tuple(ids(app.test_client().get(QUIZ).text)) for _ in range(30)}
    assert len(orders) > 2
    assert {frozenset(each) for each in orders} == {frozenset(("q1c0", "q1c1", "q1c2"))}


def test_a_preview_shows_them_as_they_were_typed(app, hub):
    snapshot = editing.draft_snapshot(hub.id)
    visit = Visit(hub.id, hub.workspace_id, 0, snapshot, snapshot.card("quiz"))
    with app.test_request_context("/"):
        assert ids(preview_pages.preview_card(hub.slug, visit)) == ["q1c0", "q1c1", "q1c2"]


def test_a_play_keeps_its_order_from_its_first_page_on(client):
    page = client.get(QUIZ).text
    stamp, first = stamp_in(page), offered(page)
    assert sorted(first) == sorted(TYPED)
    refused = client.post(QUIZ, data={"stamp": stamp, "step": "0"})
    assert (refused.status_code, offered(refused.text)) == (422, first)
    where = client.post(QUIZ, data={"stamp": stamp, "step": "0", "answer": "q1c0"}).location
    second = client.get(where).text
    assert offered(second) == first, "the tiles that were answered"
    assert ids(client.get(where).text) == ids(second)


@pytest.mark.parametrize(("answer", "said"), [("q1c1", "Right."), ("q1c0", "Not quite.")])
def test_what_is_right_is_right_in_any_order(client, answer, said):
    data = {"stamp": stamp_in(client.get(QUIZ).text), "step": "0", "answer": answer}
    assert said in client.get(client.post(QUIZ, data=data).location).text
