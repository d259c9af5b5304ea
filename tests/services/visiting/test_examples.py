"""A preview stands wherever somebody is editing, whatever the kind of card."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES, card_type_of
from hubapp.core.flow import Step
from hubapp.core.snapshot import CardSnapshot, FieldSnapshot, FormSnapshot
from hubapp.services.visiting import example_standing


def card(kind: str, form: FormSnapshot | None = None, **more: object) -> CardSnapshot:
    card_type = card_type_of(kind)
    content = card_type.default_content().model_dump(mode="json") | more
    return CardSnapshot(
        "c", kind, "card", "Card", content=content, schema=card_type.schema, form=form
    )


def form(placement: str) -> FormSnapshot:
    return FormSnapshot(placement, fields=(FieldSnapshot("f1", "email", "email", "Email"),))


def test_a_question_is_the_step_of_its_play():
    quiz = card("quiz")
    second = quiz.content["questions"][1]["id"]
    found = example_standing(quiz, "", second)
    assert (found.step, len(found.answers)) == (Step.PLAY, 1)


def test_a_result_is_shown_when_a_play_ends_in_it():
    quiz = card("quiz")
    for each in quiz.content["results"]:
        found = example_standing(quiz, "", each["id"])
        assert (found.step, found.outcome.values["result"]) == (Step.RESULT, each["title"])


def test_each_prize_is_won_and_those_that_win_nothing_are_lost():
    wheel = card("wheel")
    for each in wheel.content["slices"]:
        assert example_standing(wheel, "", each["id"]).outcome.prize == each["id"]
    wins = {each["id"]: each["win"] for each in wheel.content["slices"]}
    assert wins[example_standing(wheel, "won").outcome.prize]
    assert not wins[example_standing(wheel, "lost").outcome.prize]
    assert example_standing(card("quiz"), "won") is None


@pytest.mark.parametrize(("placement", "step"), [("start", "start_form"), ("end", "end_form")])
def test_a_field_is_seen_in_its_form(placement, step):
    quiz = card("quiz", form(placement))
    for moment, item in (("form", ""), ("", "f1")):
        assert example_standing(quiz, moment, item).step == step
    assert example_standing(card("quiz"), "form") is None


def test_of_what_is_not_there_nothing_is_said():
    assert example_standing(card("quiz"), "", "nobody") is None
    assert example_standing(card("quiz"), "") is None
    assert example_standing(CardSnapshot("c", "hologram", "s", "t"), "result") is None
    assert example_standing(card("quiz", questions=[], results=[]), "", "q1") is None


@pytest.mark.parametrize("kind", [each.kind for each in CARD_TYPES.values()])
def test_each_type_has_a_result_to_show(kind):
    found = example_standing(card(kind), "result")
    assert found.step is Step.RESULT
