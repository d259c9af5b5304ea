"""A first mapping is small, and nothing that is offered would go wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.destinations.braze.suggesting import row_for, suggest

FORM = Words("Form fields")
EMAIL = Source(
    "field.email", Words("Email"), FORM, "text", "", "email", "email", identifies="email"
)
LINK = Source("field.id", Words("ID"), FORM, "text", "", "id", identifies="id")
NEWS = Source("field.news", Words("News"), FORM, "boolean", True, "news", "consent")
SCORE = Source("card.q.score", Words("Score"), Words("Quiz"), "number", 3, "quiz_score")
TITLE = Source(
    "fact.card_title", Words("Card"), FORM, "text", "", "card_title", means="fact.card_title"
)


def test_a_consent_goes_to_the_subscription_and_the_card_to_the_event():
    rows = suggest([EMAIL, NEWS, SCORE, TITLE]).rows
    assert [row.target for row in rows] == [
        "attribute.email",
        "attribute.email_subscribe",
        "custom.quiz_score",
        "event.card",
    ]


def test_a_second_consent_is_offered_as_an_attribute_and_not_taken_in():
    other = replace(NEWS, key="field.sms", name="sms")
    mapping = suggest([EMAIL, NEWS, other])
    assert "field.sms" not in {row.source for row in mapping.rows}
    assert row_for(other, mapping) == MappingRow("field.sms", "custom.sms")


@pytest.mark.parametrize("rule", ["external_id", "braze_id", "phone"])
def test_an_address_does_not_overwrite_what_the_customer_has(rule):
    mapping = FieldMapping(rule, "field.id")
    assert row_for(EMAIL, mapping) is None  # “email” is no name of a custom attribute either
    assert "attribute.email" not in {row.target for row in suggest([LINK, EMAIL]).rows} or (
        suggest([LINK, EMAIL]).identify_by == "email"
    )


@pytest.mark.parametrize(
    "source", [LINK, replace(SCORE, name=""), replace(SCORE, name="push_tokens")]
)
def test_what_has_no_place_is_not_offered(source):
    assert row_for(source, FieldMapping("email", "field.email")) is None


def test_without_an_event_nothing_is_offered_to_it():
    assert row_for(TITLE, FieldMapping("email", "field.email")) is None


def test_a_name_that_is_taken_is_not_offered_twice():
    mapping = FieldMapping("email", "field.email", rows=(MappingRow("x", "date.quiz_score"),))
    assert row_for(SCORE, mapping) is None
