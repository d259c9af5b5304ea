"""A play, a poll and a quiz reach the sandbox under each preset, and a segment that is built there
finds exactly the right people."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from hubapp.core.mapping import CONSTANT, EVERYBODY, FieldMapping, MappingRow
from hubapp.services.integrations import connections, presets
from hubapp.services.integrations.mappings import Form
from hubapp.services.visiting.plays import answer
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ENTRY, visit_to
from tests.support.deliveries import drain_all, hub_at
from tests.support.factories import KEY

FORM = Form(
    {},
    FieldMapping(
        "email",
        "field.email",
        "",
        (MappingRow("card.poll.answer", "custom.old"), MappingRow(CONSTANT, "custom.from", "x")),
    ),
    KEY,
)


@pytest.fixture
def hub(app, sandbox):
    return hub_at(sandbox)


def chosen(hub, preset: str) -> Form:
    return presets.with_preset(hub, "braze", FORM, f"preset:{preset}")


def rows(form: Form) -> dict[str, str]:
    return {row.source: row.target for row in form.mapping.rows}


def test_outcomes_are_one_attribute_of_each_card(hub):
    found = rows(chosen(hub, presets.OUTCOMES))
    assert found[CONSTANT] == "custom.from"
    assert {key.split(".")[1] for key in found if key.startswith("card.")} == {
        "quiz",
        "poll",
        "wheel",
    }
    assert len(found) == 4
    assert "custom.old" not in found.values()


def test_attributes_are_one_of_each_answer(hub):
    found = rows(chosen(hub, presets.ATTRIBUTES))
    assert {"card.quiz.score", "card.quiz.q_q1", "card.poll.answer"} <= set(found)
    assert all(target.startswith("custom.") for target in found.values())


def test_an_event_carries_every_answer_and_has_a_name(hub):
    form = chosen(hub, presets.EVENT)
    assert form.mapping.event_name == "hub_submission"
    of_cards = {at: target for at, target in rows(form).items() if at.startswith("card.")}
    assert all(target.startswith("event.") for target in of_cards.values())


@pytest.mark.parametrize("action", ["preset:", "preset:pigeon", "accept:x", ""])
def test_any_other_action_leaves_the_form_as_it_is(hub, action):
    assert presets.with_preset(hub, "braze", FORM, action) is FORM


def play_all(hub, email: str, right: bool) -> None:
    """One browser fills in a form, votes, and answers the quiz, which asks at its end."""
    went = submit(visit_to(hub, "draw"), {**ENTRY, "email": [email]})
    cookie = went.visitor_token
    answer(visit_to(hub, "poll", visitor_token=cookie), 0, ["p0" if right else "p1"])
    play = answer(visit_to(hub, "quiz", visitor_token=cookie), 0, [f"q1c{1 if right else 0}"])
    for at in (1, 2):
        there = visit_to(hub, "quiz", play_token=play.play_token, visitor_token=cookie)
        answer(there, at, [f"q{at + 1}c{1 if right else 0}"])
    there = visit_to(hub, "quiz", play_token=play.play_token, visitor_token=cookie)
    submit(there, {"email": [email]})


def members(sandbox, name: str, operator: str, value: str, what: str = "attribute") -> set[str]:
    asked = {"what": what, "name": name, "operator": operator, "value": value, "match": "all"}
    page = sandbox.client.get(f"/segments?{urlencode(asked)}").text
    return {each for each in ("ana@example.com", "ben@example.com") if f"{each}</a>" in page}


@pytest.mark.parametrize("preset", [each for each, _ in presets.PRESETS])
def test_a_segment_finds_exactly_the_right_people(hub, sandbox, preset):
    form = chosen(hub, preset)
    typed, mapping = {"endpoint": hub.endpoint}, replace(form.mapping, whom=EVERYBODY)
    connection = connections.save(hub, "braze", Form({}, mapping, KEY, typed=typed))
    play_all(hub, "ana@example.com", right=True)
    play_all(hub, "ben@example.com", right=False)
    drain_all(connection)
    both = {"ana@example.com", "ben@example.com"}
    if preset == presets.EVENT:
        assert members(sandbox, "hub_submission", "is", "1", "event") == both
        return
    name = rows(form)["card.quiz.score"].removeprefix("custom.")
    assert members(sandbox, name, "is more than", "1") == {"ana@example.com"}
    spot = rows(form)["card.poll.answer"].removeprefix("custom.")
    told = sandbox.profile("email:ben@example.com")["custom_attributes"][spot]
    assert members(sandbox, spot, "is", told) == {"ben@example.com"}
