"""Choices that are read in other words than they are told in."""

from __future__ import annotations

from datetime import UTC

import pytest
from sqlalchemy import select

from hubapp.core.rewording import NEW, SAME
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Activity, Delivery, Hub, Submission, Told
from hubapp.models.columns import now
from hubapp.services import editing, integrations, results
from hubapp.services.editing import Consent
from hubapp.services.integrations import mappings, replay
from hubapp.services.results import entries
from hubapp.services.results.counting import count_new
from hubapp.services.results.periods import Period
from hubapp.services.rights import facts
from hubapp.services.visiting import plays
from hubapp.services.visiting.submissions import submit
from hubapp.services.visiting.wording import READ
from tests.services.visiting.visits import ANA, ENTRY, visit_to
from tests.support.application import make_hub

PERIOD = Period.read({}, UTC, now())
BEACH, BEACHES = "At the beach", "On the sand"
SPOT = "custom.summer_spot"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url)


def reword(hub: Hub, was: str, then: str, said: str = SAME) -> None:
    """In the poll or in the form of the entry card."""
    docs = editing.documents(hub.id)
    poll, form = docs["card:poll"], docs["form:draw"]
    choices = [
        {**each, "text": then if each["text"] == was else each["text"]}
        for each in poll["content"]["choices"]
    ]
    fields = [
        {**each, "options": {key: str(x).replace(was, then) for key, x in each["options"].items()}}
        for each in form["fields"]
    ]
    content = {**poll["content"], "choices": choices}
    changes = {"card:poll": {**poll, "content": content}, "form:draw": {**form, "fields": fields}}
    editing.change(hub.id, None, Words("x"), changes)
    outlook = editing.outlook_of(hub)
    [asked] = outlook.reworded
    doubts = [each.key for each in outlook.doubts]
    editing.publish(hub.id, None, Consent("", doubts, {asked.rewording.name: said}))
    db.session.expire_all()


def deliveries() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def choose(hub: Hub, drink: str, **more: object) -> plays.Went:
    """In the form of the entry card."""
    return submit(visit_to(hub, "draw", **more), {**ENTRY, "favourite": [drink]})


def test_a_vote_is_told_in_its_first_words_and_read_in_its_own(hub):
    reword(hub, BEACH, BEACHES)
    submit(visit_to(hub, "quiz", visitor_token="ana"), {"email": [ANA]})
    plays.answer(visit_to(hub, "poll", visitor_token="ana"), 0, ["p0"])
    [happened] = db.session.scalars(select(Activity).where(Activity.card_id == "poll"))
    assert happened.facts["card.poll.answer"] == BEACH
    assert happened.facts[f"{READ}card.poll.answer"] == BEACHES


def test_what_is_sent_and_replayed_and_explained_is_what_is_told(hub):
    choose(hub, "Iced tea", visitor_token="ana")
    reword(hub, BEACH, BEACHES)
    reword(hub, "Lemonade", "Cloudy lemonade")
    choose(hub, "Cloudy lemonade", visitor_token="ana")
    plays.answer(visit_to(hub, "poll", visitor_token="ana"), 0, ["p0"])
    first, form, vote = deliveries()
    assert first.record["values"]["custom.favourite_drink"] == "Iced tea"
    assert form.record["values"]["custom.favourite_drink"] == "Lemonade"
    assert vote.record["values"][SPOT] == BEACH
    # What was told of the same person before goes along as it was told.
    assert vote.record["values"]["custom.favourite_drink"] == "Lemonade"
    connection = integrations.connection_of(hub.id, "braze")
    for each in (form, vote):
        assert (
            replay.record_today(connection, each).values.items()
            >= dict(each.record["values"]).items()
        )
    told = {str(each.value) for each in integrations.story(connection, vote.id).mapped}
    assert BEACH in told
    assert BEACHES not in told


def test_a_new_answer_later_does_not_change_what_was_told(hub):
    """Told is what was told then, whatever the words of it are by now."""
    reword(hub, "Lemonade", "Cloudy lemonade")
    choose(hub, "Cloudy lemonade", visitor_token="ana")
    reword(hub, "Cloudy lemonade", "Milk", NEW)
    plays.answer(visit_to(hub, "poll", visitor_token="ana"), 0, ["p0"])
    assert deliveries()[-1].record["values"]["custom.favourite_drink"] == "Lemonade"


def test_entries_show_what_was_read_and_results_count_by_it(hub):
    plays.answer(visit_to(hub, "poll"), 0, ["p0"])
    reword(hub, BEACH, BEACHES)
    reword(hub, "Lemonade", "Cloudy lemonade")
    choose(hub, "Cloudy lemonade")
    plays.answer(visit_to(hub, "poll"), 0, ["p0"])
    plays.answer(visit_to(hub, "poll"), 0, ["p1"])
    count_new()
    [question] = results.of_card(hub, "poll", PERIOD).questions
    assert [(str(each.label), each.times) for each in question.choices][:2] == [
        (BEACHES, 2),
        ("Up a mountain", 1),
    ]
    [entry] = entries.told(list(db.session.scalars(select(Submission))))
    assert entry.values["favourite"] == "Cloudy lemonade"


@pytest.mark.parametrize("said", [SAME, NEW])
def test_one_that_takes_the_words_of_another_is_counted_apart(hub, said):
    """As a new answer it is even told like the other, which somebody has said yes to."""
    reword(hub, BEACH, BEACHES)
    reword(hub, "Up a mountain", BEACH, said)
    for choice in ("p0", "p1", "p1"):
        plays.answer(visit_to(hub, "poll"), 0, [choice])
    count_new()
    [question] = results.of_card(hub, "poll", PERIOD).questions
    assert [each.times for each in question.choices] == [1, 2, 0]


def test_what_a_mapping_offers_as_a_sample_is_what_is_told(hub):
    reword(hub, BEACH, BEACHES)
    found = {each.key: each.sample for each in mappings.sources(hub)}
    assert found["card.poll.answer"] == BEACH


def test_the_sample_of_a_choosing_field_is_its_first_choice_as_it_is_told(hub):
    found = {each.key: each for each in mappings.sources(hub)}
    first, _ = found["field.favourite"].choices[0]
    assert found["field.favourite"].sample == first
    reword(hub, first, "Something sparkling")
    found = {each.key: each for each in mappings.sources(hub)}
    assert (found["field.favourite"].sample, dict(found["field.favourite"].choices)[first]) == (
        first,
        "Something sparkling",
    )


def test_whoever_takes_back_a_form_takes_back_what_was_told_of_it(hub):
    reword(hub, "Lemonade", "Cloudy lemonade")
    choose(hub, "Cloudy lemonade", visitor_token="ana")
    [told] = db.session.scalars(select(Told))
    assert told.values["favourite"] == "Lemonade"
    [submission] = db.session.scalars(select(Submission))
    assert submission.values["favourite"] == "Cloudy lemonade"
    facts.empty_submissions([submission.id], [submission.contact_id])
    db.session.expire_all()
    assert "favourite" not in db.session.scalars(select(Told)).one().values
