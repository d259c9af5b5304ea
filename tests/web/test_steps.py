"""What is said of Undo and Redo, whatever came of them."""

from __future__ import annotations

import pytest
from flask import get_flashed_messages

from hubapp.core.errors import EditConflict, Problem
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.web import steps

SINCE = Words("Somebody has changed it since.")


def overtaken(*_: object) -> None:
    raise EditConflict(Problem("", SINCE))


def said(app, step, monkeypatch, does) -> list[str]:
    monkeypatch.setattr(steps, "who", lambda: 7)
    monkeypatch.setattr(editing, "undo", does)
    monkeypatch.setattr(editing, "redo", does)
    with app.test_request_context("/"):
        step(1, "mapping:braze")
        return [str(each) for each in get_flashed_messages()]


@pytest.mark.parametrize(
    ("step", "done", "nothing"),
    [
        (steps.step_back, "Undone: the title.", "There is nothing to undo."),
        (steps.step_forward, "Done again: the title.", "There is nothing to redo."),
    ],
)
def test_what_was_done_is_named_and_what_was_not_is_said(app, monkeypatch, step, done, nothing):
    assert said(app, step, monkeypatch, lambda *_: Words("the title")) == [done]
    assert said(app, step, monkeypatch, lambda *_: None) == [nothing]
    assert said(app, step, monkeypatch, overtaken) == [str(SINCE)]
