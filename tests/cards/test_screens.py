"""What a play stores is the marketer's and the visitor's; what a type always says, its templates
say, in the visitor's language."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import render_template
from sqlalchemy import select

from hubapp.cards import CARD_TYPES
from hubapp.cards.wheel import Wheel
from hubapp.cards.wheel.content import WheelContent
from hubapp.core.controls import with_new_ids
from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services.editing import forms, versions
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in

HUB = "/h/summer-kick-off/"
types = pytest.mark.parametrize("card_type", CARD_TYPES.values(), ids=CARD_TYPES)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if _is_list(value) else ():
        yield from texts_in(each)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


@types
def test_every_text_of_an_outcome_comes_from_the_content(card_type):
    content = with_new_ids(card_type.default_content())
    known = set(texts_in(content.model_dump(mode="json"))) | {""}
    for at, play in enumerate(card_type.example_plays(content)):
        answers = [
            card_type.check_answer(content, step, raw).answer for step, raw in enumerate(play)
        ]
        outcome = card_type.outcome(content, answers, random.Random(at))  # noqa: S311
        assert set(texts_in([dict(outcome.values), dict(outcome.screen)])) <= known
        for step, answer in enumerate(answers):
            assert set(texts_in(card_type.feedback(content, step, answer) or {})) <= known


def test_a_quiz_without_a_fitting_result_says_that_it_is_done(app):
    with app.test_request_context():
        page = render_template("cards/quiz/result.html", result={"score": 0, "out_of": 1})
    assert "Done</h1>" in page


def test_a_wheel_that_nobody_can_win_says_so(app):
    wheel, content = Wheel(), Wheel().default_content()
    nothing = tuple(each.model_copy(update={"weight": 0}) for each in content.slices)
    lost = content.model_copy(update={"slices": nothing})
    outcome = wheel.outcome(lost, ["spun"], random.Random(1))  # noqa: S311
    with app.test_request_context():
        public = wheel.public_content(content)
        page = render_template("cards/wheel/result.html", result=outcome.screen, public=public)
    assert "Nothing to win today" in page


@pytest.mark.parametrize("win", [True, False])
def test_a_win_is_a_ticket_with_its_code_and_a_loss_a_quieter_one(app, win):
    wheel = Wheel()
    chosen = wheel.default_content().slices[0 if win else 1]
    content = WheelContent(slices=(chosen, chosen))
    result = wheel.outcome(content, ["spun"], random.Random(1)).screen  # noqa: S311
    with app.test_request_context():
        public = wheel.public_content(content)
        page = render_template("cards/wheel/result.html", result=result, public=public)
    assert ("is-win" in page, "is-loss" in page) == (win, not win)
    assert ('id="code" translate="no">SUMMER10<' in page) is win
    assert ('class="big' in page) is win


@pytest.fixture
def hub(app, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url, connect=False)
    fields = {"e": {"kind": "email", "key": "email", "label": "Email"}}
    forms.save_form(hub.id, None, "rules", {"placement": "end", "fields": fields})
    versions.publish(hub.id, None)
    return hub


def begin(client, card: str, **answer: str) -> str:
    stamp = stamp_in(client.get(f"{HUB}{card}/").text)
    return client.post(f"{HUB}{card}/", data={"stamp": stamp, "step": "0", **answer}).location


def test_a_text_with_a_form_thanks_whoever_sent_it_and_keeps_no_english(hub, client):
    where = begin(client, "how-it-works", **{"f-email": "ana@example.com"})
    page = client.get(where).text
    assert "Thank you" in page
    assert "We have what you sent us." in page
    assert db.session.scalars(select(Play.outcome)).one() == {"values": {}, "screen": {}}


def test_a_voter_is_thanked(hub, client):
    assert "Thanks for voting" in client.get(begin(client, "summer-spot", answer="p1")).text


@pytest.mark.parametrize(("answer", "said"), [("q1c1", "Right."), ("q1c0", "Not quite.")])
def test_an_answer_is_right_or_not_quite(hub, client, answer, said):
    page = client.get(begin(client, "summer-quiz", answer=answer)).text
    assert f"{said}</strong>" in page
    assert page.count('class="answer ') == 3, "it is said in the tiles that were there to choose"
