"""How a card would stand at some moment, for a preview: nobody plays, and nothing is written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hubapp.cards import Opened
from hubapp.core.card_type import Accepted, Answer, Outcome
from hubapp.core.flow import Step
from hubapp.core.snapshot import CardSnapshot
from hubapp.services.visiting.plays import Standing, opened_card, steps_of

FORM, RESULT, WON, LOST = "form", "result", "won", "lost"
_FIRST = Standing(Step.PLAY, [], None, {})


def example_standing(card: CardSnapshot, moment: str, item: str = "") -> Standing | None:
    """moment: ``form``, ``result``, ``won``, ``lost``; empty for wherever this item is seen: a
    question in play, a result or prize when it came of it, a field in its form. item: its id. None
    when the card has no such moment."""
    open_card = opened_card(card)
    if open_card is None:
        return None
    form, fields = card.form, (field.id for field in card.form.fields) if card.form else ()
    if moment == FORM or (item and item in fields):
        step = Step.START_FORM if form and form.placement == "start" else Step.END_FORM
        answered = [""] * steps_of(card) if step is Step.END_FORM else []
        return Standing(step, answered, None, {}) if form else None
    if item and (at := _step_of(open_card, item)) is not None:
        return replace(_FIRST, answers=[""] * at)
    if item or moment in (RESULT, WON, LOST):
        return _result(open_card, moment, item)
    return None


def _step_of(open_card: Opened, item: str) -> int | None:
    """Of a type that asks one item of a list after the other, the step of this one."""
    steps = open_card.type.steps(open_card.content)
    for value in open_card.type.public_content(open_card.content).values():
        items = value if isinstance(value, list | tuple) else []
        ids = [each.get("id") for each in items if isinstance(each, dict)]
        # What is asked is seen before there is any outcome, one a step.
        if len(ids) == steps and item in ids:
            return ids.index(item)
    return None


def _result(open_card: Opened, moment: str, item: str) -> Standing | None:
    found = list(_results(open_card))
    if item:
        words = _words_of(open_card.content, item)
        found = [each for each in found if each[0] == item or words & _said(each[2])]
    elif moment in (WON, LOST):
        prizes = {each.id: each.win for each in open_card.type.prizes(open_card.content)}
        found = [each for each in found if prizes.get(each[0]) is (moment == WON)]
    if not found:
        return None
    _, answers, outcome = found[-1]
    return Standing(Step.RESULT, answers, outcome, {})


def _results(open_card: Opened) -> Iterator[tuple[str, list[Answer], Outcome]]:
    """The id of what is won, if anything can be, with an example of each outcome."""
    card_type, content = open_card
    # The same each time: a preview that is loaded anew shows what it showed.
    chance = random.Random(1)  # noqa: S311 (nobody wins anything here)
    for play in card_type.example_plays(content):
        answers: list[Answer] = []
        for at, raw in enumerate(play):
            accepted = card_type.check_answer(content, at, raw)
            answers += [accepted.answer] if isinstance(accepted, Accepted) else []
        prizes = card_type.prizes(content)
        for prize in prizes:
            yield prize.id, answers, card_type.outcome_with(content, answers, prize, chance)
        if not prizes:
            yield "", answers, card_type.outcome(content, answers, chance)


def _words_of(content: Any, item: str) -> set[str]:
    """What an item of a list calls itself."""
    lists = (getattr(content, name) for name in type(content).model_fields)
    items = [each for value in lists if isinstance(value, tuple) for each in value]
    found = next((each for each in items if each.id == item), None)
    return {text for name in ("title", "label") if (text := getattr(found, name, ""))}


def _said(outcome: Outcome) -> set[str]:
    return {str(each) for each in (*outcome.values.values(), *outcome.screen.values())}
