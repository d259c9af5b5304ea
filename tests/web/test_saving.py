"""What a screen that saves by itself is told when its save was refused."""

from __future__ import annotations

import json

import pytest

from hubapp.core.errors import EditConflict, PartlySaved, Problem, Refused
from hubapp.core.words import Words
from hubapp.web.saving import refused_quietly

LONG = Problem("card_opening.closes_at", Words("Too late."))
THEIRS = Problem("label", Words("Now it is “%(theirs)s”.", theirs="crm"))


def answer(app, refusal, **posted: str) -> dict:
    with app.test_request_context("/", method="POST", data=posted):
        reply, status = refused_quietly(refusal, lambda: {"saved": "Saved"})
    assert status == 409
    return reply.get_json()


def test_a_refusal_says_its_first_problem(app):
    assert answer(app, Refused(LONG, THEIRS)) == {"problem": "Too late."}


def test_of_what_is_partly_saved_the_rest_is_said(app):
    told = answer(app, PartlySaved(LONG), **{"card_opening.opens_at": "x", "title": "y"})
    assert told["saved"] == "Saved"
    assert told["left"] == {"card_opening.opens_at": "", "card_opening.closes_at": "Too late."}
    assert told["problem"].endswith("Too late.")


@pytest.mark.parametrize("bases", [[], [{"label": ""}]])
def test_a_conflict_tells_theirs_to_a_screen_that_can_choose(app, bases):
    told = answer(app, EditConflict(THEIRS), _base=json.dumps(bases))
    assert told.get("theirs") == ({"label": "crm"} if bases else None)
