"""What is counted of an activity."""

from __future__ import annotations

import pytest

from hubapp.core.card_type import Output
from hubapp.core.words import Words
from hubapp.models import Activity, Play
from hubapp.services.results import measures

OUTPUTS = [
    Output("q_1", Words("One"), "text", "", choices=[("a", "Yes"), ("b", "No")]),
    Output("q_2", Words("Several"), "list", [], choices=[("a", "Tea"), ("b", "Milk")]),
    Output("q_3", Words("A number"), "number", 3, choices=[("0", 0), ("1", 1)]),
]


def of(kind: str, facts: dict, **more: object) -> list[measures.Measure]:
    activity = Activity(kind=kind, facts=facts, card_id="quiz", version_id=1, **more)
    return measures.of_activity(activity, Play(answers=["x", "y"]), lambda *_: OUTPUTS)


@pytest.mark.parametrize(
    ("facts", "answers"),
    [
        ({"card.quiz.q_1": "No"}, ["q_1 b"]),
        ({"card.quiz.q_2": ["Milk", "Tea"]}, ["q_2 b", "q_2 a"]),
        ({"card.quiz.q_3": 1}, ["q_3 1"]),
        # What is free is never a key, and what is another card's is not this one's.
        ({"card.quiz.q_1": "ana@example.com", "card.poll.q_1": "No"}, []),
        ({}, []),
    ],
)
def test_answers_are_counted_by_their_choice(facts, answers):
    assert of("finished", facts) == [("finished", ""), *(("answer", each) for each in answers)]


def test_whoever_left_is_counted_by_how_far_they_came():
    assert of("left", {}) == [("left", "2")]
    erased = Activity(kind="left", facts={}, card_id="quiz", version_id=1)
    assert measures.of_activity(erased, None, lambda *_: []) == [("left", "")]


def test_a_consent_that_was_taken_back_and_a_prize_that_was_won():
    assert of("withdrawn", {"field.news": False}) == [("withdrawn", "news")]
    assert of("won", {"fact.place": 1}) == [("won", "")]


def test_a_test_counts_nothing():
    assert of("finished", {"card.quiz.q_1": "No"}, origin="test") == []


@pytest.mark.parametrize(("is_new", "people"), [(True, ["new"]), (False, ["known"]), (None, [])])
def test_a_form_counts_its_person_and_its_consents(monkeypatch, is_new, people):
    monkeypatch.setattr(measures, "snapshot_of_version", lambda _: None)
    asked = frozenset({"field.news", "field.terms", "field.of_another_card"})
    monkeypatch.setattr(measures, "receipts_of", lambda _: asked)
    facts = {"field.news": True, "field.terms": False, "field.email": "ana@example.com"}
    found = of("submitted", facts, is_new=is_new)
    consents = [("asked", "news"), ("asked", "terms"), ("agreed", "news")]
    assert found == [("submitted", ""), *((each, "") for each in people), *consents]
