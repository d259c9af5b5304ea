"""What a destination gets of one submission: only what is mapped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import (
    CONFIRMED,
    CONSENTING,
    CONSTANT,
    FALL,
    WAIT,
    FieldMapping,
    Kept,
    MappingRow,
    Record,
    Source,
    Unmappable,
)
from hubapp.core.recording import record_of
from hubapp.core.words import Words

TIME = "2026-01-15T10:00:00.000Z"
KNOWN = {"field.email": "ana@example.com", "card.q.score": 3, "field.ok": True}
EMAIL = Source("field.email", Words.verbatim("Your email"), Words("Form"), "text", "")


def mapped(*rows: MappingRow, event: str = "") -> FieldMapping:
    return FieldMapping("email", "field.email", event, rows)


def test_a_record_says_who_when_and_what():
    mapping = mapped(MappingRow("card.q.score", "custom.score"), event="played")
    assert record_of(mapping, KNOWN, TIME) == Record(
        "email:ana@example.com", "email", "ana@example.com", TIME, "played", {"custom.score": 3}
    )


def test_only_what_is_mapped_is_sent():
    assert record_of(mapped(), KNOWN, TIME).values == {}


@pytest.mark.parametrize("value", [None, "", []])
def test_a_missing_answer_is_left_out_so_that_it_erases_nothing(value):
    mapping = mapped(MappingRow("field.colour", "custom.colour"))
    known = {**KNOWN, "field.colour": value}
    assert record_of(mapping, known, TIME).values == {}


@pytest.mark.parametrize("value", [False, 0, 0.0, "0", ["a"]])
def test_no_and_nought_are_answers(value):
    mapping = mapped(MappingRow("field.colour", "custom.colour"))
    known = {**KNOWN, "field.colour": value}
    assert record_of(mapping, known, TIME).values == {"custom.colour": value}


def test_a_fixed_value_is_sent_whatever_is_known():
    mapping = mapped(
        MappingRow(CONSTANT, "custom.campaign", "summer"), MappingRow(CONSTANT, "custom.empty")
    )
    assert record_of(mapping, KNOWN, TIME).values == {"custom.campaign": "summer"}


def test_the_identity_is_trimmed_and_a_text():
    known = {"field.email": " 42 "}
    record = record_of(mapped(), known, TIME)
    assert (record.identity, record.person_key) == ("42", "email:42")
    assert record_of(mapped(), {"field.email": 42}, TIME).identity == "42"


@pytest.mark.parametrize(
    "known",
    [
        {},
        *({"field.email": blank} for blank in (None, "", " ", "\t\n", "\u200b", "\u3164", "\x7f")),
    ],
)
def test_a_submission_of_nobody_is_not_sent_and_says_which_field_is_missing(known):
    found = record_of(mapped(), known, TIME, [EMAIL])
    assert isinstance(found, Unmappable)
    assert "has no Your email," in str(found.sentence)


def test_the_missing_field_may_be_gone_from_the_hub():
    assert "has no identity," in str(record_of(mapped(), {}, TIME).sentence)


def test_a_consent_is_known_by_its_source_or_by_its_target():
    mapping = mapped(
        MappingRow("field.ok", "custom.ok"),
        MappingRow(CONSTANT, "attribute.email_subscribe", "opted_in"),
        MappingRow("card.q.score", "custom.score"),
    )
    record = record_of(
        mapping, KNOWN, TIME, receipts={"field.ok"}, once={"attribute.email_subscribe"}
    )
    assert record.once == ("custom.ok", "attribute.email_subscribe")
    assert record.without_once().values == {"custom.score": 3}
    assert record.without_once().once == ()


def test_a_box_that_was_not_ticked_says_nothing_whatever_it_is_mapped_to():
    mapping = mapped(
        MappingRow("field.ok", "custom.ok"),
        MappingRow("field.ok", "event.ok"),
        MappingRow("card.q.right", "custom.right"),
        event="played",
    )
    known = {**KNOWN, "field.ok": False, "card.q.right": False}
    record = record_of(mapping, known, TIME, receipts={"field.ok"})
    assert record.values == {"custom.right": False}
    assert record.once == ()


def test_a_consent_that_was_not_given_an_answer_is_not_announced():
    mapping = mapped(MappingRow("field.later", "custom.ok"))
    assert record_of(mapping, KNOWN, TIME, receipts={"field.later"}).once == ()


ANY = FieldMapping("external_id", "field.id", rows=(MappingRow("field.name", "attribute.name"),))
ANA = {"field.name": "Ana", "field.email": "a@b.cd"}


def _made(known, **more):
    return record_of(replace(ANY, **more), known, TIME)


def test_whoever_lacks_it_is_refused_kept_or_found_another_way():
    refused = _made(ANA)
    assert isinstance(refused, Unmappable)
    assert not isinstance(refused, Kept)
    assert _made(ANA, lacking=WAIT) == Kept(Words("Waits until this person has said who they are."))
    fall = {"lacking": FALL, "fallback_by": "alias_email", "fallback_source": "field.email"}
    found = _made(ANA, **fall)
    assert (found.identify_by, found.person_key) == ("alias_email", "alias_email:a@b.cd")
    assert _made({**ANA, "field.id": "7"}, **fall).identify_by == "external_id"
    nobody = _made({"field.name": "Ana"}, **fall)
    assert isinstance(nobody, Unmappable)


def test_another_label_is_another_person():
    found = _made({**ANA, "field.id": "7"}, label="crm", only_existing=True)
    assert (found.person_key, found.label) == ("external_id/crm:7", "crm")
    assert Record.from_json(found.to_json()) == found
    assert "label" not in _made({**ANA, "field.id": "7"}).to_json()


@pytest.mark.parametrize("said", [None, False, "yes"])
def test_only_who_gave_the_consent_is_sent(said):
    known = {**ANA, "field.id": "7", "field.news": said}
    asked = {"whom": CONSENTING, "consent_source": "field.news"}
    kept = _made(known, **asked)
    assert isinstance(kept, Kept)
    assert kept.whose == "external_id:7"
    assert isinstance(_made({**known, "field.news": True}, **asked), Record)


@pytest.mark.parametrize(("first", "confirmed", "left"), [(0, 0, 1), (1, 0, 0), (1, 1, 1)])
def test_a_consent_waits_for_the_address_to_be_confirmed(first, confirmed, left):
    rows = (
        MappingRow("field.news", "attribute.email_subscribe"),
        MappingRow("field.name", "attribute.first_name"),
    )
    mapping = FieldMapping("email", "field.email", "", rows, confirm_first=bool(first))
    known = {"field.email": "ana@example.com", "field.news": True, "field.name": "Ana"}
    known |= {CONFIRMED: True} if confirmed else {}
    record = record_of(mapping, known, TIME, receipts={"field.news"})
    assert ("attribute.email_subscribe" in record.values) == bool(left)
    assert record.values["attribute.first_name"] == "Ana"
    assert CONFIRMED not in str(record)
