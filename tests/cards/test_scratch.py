"""Scratch card: taking it is all that is asked, and what is under the foil is drawn then."""

from __future__ import annotations

import random

import pytest
from flask import render_template

from hubapp.cards.scratch import Scratch
from hubapp.core.card_type import Accepted

SCRATCH = Scratch()
CONTENT = SCRATCH.default_content()


@pytest.mark.parametrize("raw", [[], ["scratch"], ["reveal"], ["a prize, please"]])
def test_whatever_is_posted_takes_the_card_and_asks_for_nothing(raw):
    assert SCRATCH.check_answer(CONTENT, 0, raw) == Accepted("taken")


def shown(app, screen) -> str:
    with app.test_request_context():
        public = SCRATCH.public_content(CONTENT)
        return render_template("cards/scratch/result.html", result=screen, public=public)


def test_every_result_is_told_without_a_script(app):
    for seed in range(20):
        screen = SCRATCH.outcome(CONTENT, ["taken"], random.Random(seed)).screen  # noqa: S311
        page = shown(app, screen)
        assert f"{screen['title']}</h1>" in page
        assert (screen["code"] in page) if screen["code"] else ("code-text" not in page)
        assert ("is-win" in page) == screen["win"]


def test_a_card_that_nobody_can_win_says_so(app):
    assert "Nothing to win today</h1>" in shown(app, {})
