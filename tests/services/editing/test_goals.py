"""What a new hub may be for."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Problem
from hubapp.services import editing
from hubapp.services.editing import goals, samples

KEYS = [each.key for each in goals.GOALS]
LOOK = {"preset": "sherbet", "background": "#ffffff", "accent": "#000000"}


@pytest.mark.parametrize("key", KEYS)
def test_a_hub_of_a_goal_can_be_published_as_it_is(app, workspace, owner, key):
    hub = editing.create_hub(workspace.id, owner.id, "Corner Café", goal=key)
    assert samples.samples_of(editing.documents(hub.id)) == []
    live = editing.publish(hub.id, owner.id, editing.Consent()) and editing.live_snapshot(hub.slug)
    cards = live[2].cards()
    assert len(cards) > 1
    asked = [field for card in cards if card.form for field in card.form.fields]
    (consent,) = [each for each in asked if each.kind == "consent"]
    assert "of Corner Café by email" in consent.options["wording"]
    # To make it is no step that Undo takes back.
    assert editing.undo(hub.id, owner.id) is None


@pytest.mark.parametrize("key", ["", "nothing"])
def test_without_one_the_hub_is_empty(app, workspace, owner, key):
    hub = editing.create_hub(workspace.id, owner.id, "Corner Café", goal=key)
    assert editing.draft_snapshot(hub.id).cards() == []


def test_what_is_shown_before_is_what_is_made(app, workspace, owner):
    shown = editing.start_of("Café", "grow", LOOK, "abc", "de", str)
    hub = editing.create_hub(workspace.id, owner.id, "Café", goal="grow")
    made = editing.draft_snapshot(hub.id)
    assert [(each.id, each.title) for each in shown.cards()] == [
        (each.id, each.title) for each in made.cards()
    ]
    assert (shown.logo, shown.language, shown.theme.preset) == ("abc", "de", "sherbet")


def test_its_texts_are_in_the_language_of_whoever_makes_it(app, workspace, owner):
    shown = editing.start_of("Café", "grow", LOOK, "", "en", lambda words: f"<{words}>")
    assert shown.cards()[0].title == "<Be the first to know>"


def test_a_problem_would_be_seen():
    docs = goals.documents_of(goals.goal_of("grow"), "x", {"pages": ["p"]}, "p", str)
    docs["form:form1"]["fields"][-1]["options"] = {}
    (problem,) = samples.samples_to_replace(samples.samples_of(docs))
    assert isinstance(problem, Problem)
