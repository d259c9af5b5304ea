"""The list of messages, and changes to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.trigger import OUTCOME, WON, Plan
from hubapp.services.integrations import triggers
from tests.support.application import connect, make_hub

ID = "44444444-4444-4444-8444-444444444444"
PLAN = Plan(kind="campaign", target=ID, rows=(("name", "field.first_name"),))


@pytest.fixture
def hub(app):
    made = make_hub("", connect=False)
    connect(made, "https://rest.iad-03.braze.com")
    return made


def numbers(hub):
    return [each.plan.id for each in triggers.plans_of(hub, "braze")]


def test_a_message_is_made_changed_and_removed_and_its_number_is_gone(hub):
    triggers.save_plan(hub, "braze", PLAN)
    triggers.save_plan(hub, "braze", replace(PLAN, moment=WON))
    assert numbers(hub) == [1, 2]
    triggers.save_plan(hub, "braze", replace(PLAN, id=1, kind="canvas"))
    assert triggers.plan_of(hub, "braze", 1).kind == "canvas"
    triggers.remove_plan(hub, "braze", 2)
    triggers.save_plan(hub, "braze", PLAN)
    assert numbers(hub) == [1, 3]


def test_each_says_when_what_and_with_which_properties(hub):
    source = triggers.outcomes_of(hub)[0]
    reached = replace(PLAN, moment=OUTCOME, source=source.key, value="Explorer")
    triggers.save_plan(hub, "braze", PLAN)
    triggers.save_plan(hub, "braze", reached)
    form, outcome = triggers.plans_of(hub, "braze")
    assert (str(form.moment), form.properties) == ("A form is sent", ["name"])
    assert str(form.kind) == "API-triggered campaign"
    assert "is “Explorer”" in str(outcome.moment)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"moment": "never"}, {"moment"}),
        ({"card": "gone"}, {"card"}),
        ({"moment": OUTCOME}, {"source", "value"}),
        ({"kind": "pigeon"}, {"kind"}),
        ({"target": "x"}, {"target"}),
        ({"rows": (("name", "field.gone"),)}, {"rows.r0.source"}),
        ({"rows": (("", "field.email"),)}, {"rows.r0.name"}),
    ],
)
def test_a_mistake_is_refused_at_its_control(hub, change, where):
    with pytest.raises(Refused) as refusal:
        triggers.save_plan(hub, "braze", replace(PLAN, **change))
    assert {each.where for each in refusal.value.problems} == where
    assert numbers(hub) == []


def test_what_is_not_there_is_not_found(hub):
    for act in (triggers.plan_of, triggers.remove_plan):
        with pytest.raises(NotFoundHere):
            act(hub, "braze", 7)
    with pytest.raises(NotFoundHere):
        triggers.save_plan(hub, "braze", replace(PLAN, id=7))


def test_there_is_an_end_to_how_many(hub, monkeypatch):
    monkeypatch.setattr(triggers, "MOST", 1)
    triggers.save_plan(hub, "braze", PLAN)
    with pytest.raises(Refused):
        triggers.save_plan(hub, "braze", PLAN)


def test_what_was_posted_is_read_with_its_rows():
    posted = {
        "moment": "form_sent",
        "source": "card.c.x",
        "value": "left over",
        "kind": "canvas",
        "target": f" {ID} ",
        "rows": {"r0": {"name": " a ", "source": "field.email"}, "r1": {"name": "b"}},
    }
    plan = triggers.read_plan(posted, 4, "remove:rows.r1")
    assert plan == Plan(4, kind="canvas", target=ID, rows=(("a", "field.email"),))
    assert len(triggers.read_plan(posted, 4, "add:rows").rows) == 3
