"""Answers that somebody chooses for an example."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import CONFIRMED, CONSENTING, CONSTANT, FALL, FieldMapping, MappingRow
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.integrations import chosen, mappings
from hubapp.services.integrations.chosen import BOX, LINE, MANY, NUMBER, ONE, Asked
from tests.support.deliveries import hub_at
from tests.support.forms import by_id

MAPPING = FieldMapping("email", "field.email")
CONSENT = "field.marketing_consent"


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return hub_at(sandbox)


def asked(hub: Hub, *keys: str, answers: chosen.Answers | None = None, **more: object):
    rows = tuple(MappingRow(key, "custom.x") for key in keys)
    mapping = FieldMapping("email", "field.email", rows=rows, **more)
    sources = mappings.sources(hub)
    return chosen.asked_of(chosen.told_in(hub), mapping, sources, answers or {}, "en")


def said(hub: Hub, key: str, *held: str) -> tuple[object, list[str]]:
    found = asked(hub, key, answers={key: held})
    known, wrong = chosen.said_by(found, chosen.told_in(hub), mappings.sources(hub))
    return known.get(key), [str(each) for each in wrong.values()]


def one(hub: Hub, key: str) -> Asked:
    return next(each for each in asked(hub, key) if each.key == key)


def test_what_the_mapping_uses_is_asked_for_once_and_facts_are_not(hub):
    keys = [each.key for each in asked(hub, "field.first_name", "field.email", "fact.hub_name")]
    assert keys == ["field.email", "field.first_name"]
    gone = asked(hub, CONSTANT, "field.gone", "fact.winner")
    assert [each.key for each in gone] == ["field.email"]


def test_so_is_by_what_else_somebody_is_found_and_who_is_sent(hub):
    found = asked(
        hub,
        lacking=FALL,
        fallback_source="field.first_name",
        whom=CONSENTING,
        consent_source=CONSENT,
        confirm_first=True,
    )
    assert [each.key for each in found] == ["field.email", "field.first_name", CONSENT, CONFIRMED]
    assert [each.look for each in found[2:]] == [BOX, BOX]


def test_each_begins_with_what_the_invented_visitor_says(hub):
    first_name, consent, drink = (
        one(hub, key) for key in ("field.first_name", CONSENT, "field.favourite")
    )
    assert (first_name.look, first_name.held) == (LINE, ["Ana"])
    assert (consent.look, consent.held) == (BOX, ["y"])
    assert drink.look == ONE
    assert drink.held == [drink.choices[0][0]]
    assert "Iced tea" in dict(drink.choices)


def test_a_card_offers_what_it_can_come_to(hub):
    score, prize = one(hub, "card.quiz.score"), one(hub, "card.wheel.prize")
    assert [value for value, _ in score.choices] == ["0", "1", "2", "3"]
    assert len(prize.choices) > 1
    assert one(hub, "card.quiz.percent").look == NUMBER


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("field.email", " Maria@Example.COM ", "maria@example.com"),
        ("field.favourite", "Iced tea", "Iced tea"),
        ("field.favourite", "Petrol", None),
        ("field.favourite", "", None),
        ("field.first_name", "  ", None),
        ("field.date_of_birth", "1990-04-23", "1990-04-23"),
        ("card.quiz.score", "2", 2),
        ("card.quiz.score", "99", None),
        ("card.quiz.percent", "66.5", 66.5),
        ("card.quiz.percent", "67.0", 67),
        ("card.quiz.percent", " ", None),
        (CONSENT, "y", True),
    ],
)
def test_it_is_read_as_its_form_or_card_would_keep_it(hub, key, typed, value):
    assert said(hub, key, typed) == (value, [])


def test_a_box_that_is_not_ticked_says_no(hub):
    assert said(hub, CONSENT) == (False, [])


def test_what_no_form_takes_is_said(hub):
    value, (why,) = said(hub, "field.email", "maria at home")
    assert value is None
    assert why.startswith("Email: ")
    value, (why,) = said(hub, "field.date_of_birth", "2020-01-01")
    assert (value, "older" in why) == (None, True)


@pytest.mark.parametrize("typed", ["many", "1e999", "nan"])
def test_so_is_what_is_no_number(hub, typed):
    value, (why,) = said(hub, "card.quiz.percent", typed)
    assert value is None
    assert why.endswith(": This is not a number. Enter one like 12.5.")


def test_other_kinds_offer_what_their_inputs_do(hub):
    card = editing.add_card(hub.id, None, "survey")
    fields = [
        {"kind": "country", "key": "country", "label": "Country"},
        {"kind": "multiple_choice", "key": "many", "options": {"choices": "Tea\nCocoa"}},
        {"kind": "number", "key": "count", "label": "How many?"},
    ]
    editing.save_form(hub.id, None, card, {"placement": "end", "fields": by_id(*fields)})
    country, many = one(hub, "field.country"), one(hub, "field.many")
    assert dict(country.choices)["FI"]
    assert (many.look, many.held) == (MANY, ["Tea"])
    assert said(hub, "field.country", "FI") == ("FI", [])
    assert said(hub, "field.many", "Cocoa", "Tea", "Petrol") == (["Tea", "Cocoa"], [])
    assert said(hub, "field.count", "7") == (7, [])
    (why,) = said(hub, "field.count", "seven")[1]
    assert why.startswith("How many?: ")
