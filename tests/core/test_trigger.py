"""When a message is triggered, and what it is told."""

from __future__ import annotations

import pytest

from hubapp.core.trigger import FORM_SENT, OUTCOME, WON, Plan, spelled

REACHED = {"moment": OUTCOME, "source": "card.c1.outcome", "value": "Explorer"}


@pytest.mark.parametrize(
    ("plan", "moments", "known", "applies"),
    [
        ({}, {FORM_SENT}, {}, True),
        ({}, {WON}, {}, False),
        ({"card": "c1"}, {FORM_SENT}, {}, True),
        ({"card": "c2"}, {FORM_SENT}, {}, False),
        (REACHED, {FORM_SENT, OUTCOME}, {"card.c1.outcome": "explorer "}, True),
        (REACHED, {OUTCOME}, {"card.c1.outcome": "Dreamer"}, False),
        (REACHED, {OUTCOME}, {}, False),
        ({**REACHED, "value": "3"}, {OUTCOME}, {"card.c1.outcome": 3.0}, True),
        ({**REACHED, "value": "Yes"}, {OUTCOME}, {"card.c1.outcome": True}, True),
        ({"moment": WON}, {WON}, {}, True),
    ],
)
def test_a_message_has_its_moment(plan, moments, known, applies):
    assert Plan(**plan).applies(moments, "c1", known) is applies


def test_only_what_is_known_goes_with_it():
    plan = Plan(rows=(("prize", "card.c1.prize"), ("team", "field.team"), ("tags", "field.tags")))
    known = {"card.c1.prize": "Mug", "field.team": "", "field.tags": [], "field.other": 1}
    assert plan.properties(known) == {"message.prize": "Mug"}


def test_a_plan_is_kept_and_read_again():
    plan = Plan(3, OUTCOME, "c1", "card.c1.outcome", "Explorer", "canvas", "id", (("a", "b"),))
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(("value", "text"), [(False, "no"), (2.5, "2.5"), (7, "7"), (" A ", "a")])
def test_outcomes_are_compared_as_people_read_them(value, text):
    assert spelled(value) == text
