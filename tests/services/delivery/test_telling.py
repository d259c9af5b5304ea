"""What a destination is told of something that happened."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow, Record, Unmappable
from hubapp.models.columns import now
from hubapp.services.delivery.telling import Case, Event, record_for

MAPPING = FieldMapping(
    "email",
    "field.email",
    "played",
    (MappingRow("card.c.answer", "custom.answer"), MappingRow("field.news", "custom.news")),
)
KNOWN = {"field.email": "a@b.cc", "field.news": True}
ANSWERED = {**KNOWN, "card.c.answer": "Beach"}


def made(known: dict, event: Event, form: bool) -> Record | Unmappable | None:
    return record_for("braze", MAPPING, Case(known, {"field.news"}, now(), event, form))


@pytest.mark.parametrize(
    ("known", "event", "form", "values", "name"),
    [
        (KNOWN, Event.WITH_IT, True, {"custom.news"}, "played"),
        (KNOWN, Event.WITHOUT, True, {"custom.news"}, ""),
        (ANSWERED, Event.WITH_ANSWERS, False, {"custom.answer"}, "played"),
        (ANSWERED, Event.WITHOUT, False, {"custom.answer"}, ""),
        (KNOWN, Event.OWED, False, set(), "played"),
    ],
)
def test_a_consent_goes_with_its_form_and_the_event_with_one_of_them(
    known, event, form, values, name
):
    record = made(known, event, form)
    assert (set(record.values), record.event_name) == (values, name)


@pytest.mark.parametrize("event", [Event.WITH_ANSWERS, Event.WITHOUT])
def test_a_play_that_tells_nothing_is_not_told(event):
    assert made(KNOWN, event, form=False) is None


def test_of_nobody_a_form_says_why_and_a_play_nothing():
    assert isinstance(made({}, Event.WITH_IT, form=True), Unmappable)
    assert made({"card.c.answer": "Beach"}, Event.WITH_ANSWERS, form=False) is None
