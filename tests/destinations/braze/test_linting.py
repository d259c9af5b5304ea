"""What is wrong with a mapping before Braze would drop it without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import CONSTANT, FALL, SKIP, FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.destinations.braze.linting import lint

FORM = Words("Form fields")
EMAIL = Source("field.email", Words("Email"), FORM, "text", "ana@example.com", identifies="email")
PHONE = Source("field.phone", Words("Mobile"), FORM, "text", "+61412345678", identifies="phone")
LINK = Source("field.id", Words("External ID"), FORM, "text", "u1", identifies="id")
CONSENT = Source("field.ok", Words("Consent"), FORM, "boolean", True)
SCORE = Source("card.q.score", Words("Score"), Words("Quiz"), "number", 3)
FIXED = Source(CONSTANT, Words("A fixed value"), Words("Fixed"), "text", "")
BORN = Source("field.born", Words("Date of birth"), FORM, "date", "1990-04-23", means="birthday")
WHEN = Source("fact.submitted_at", Words("Time"), FORM, "time", "2026-01-15T10:00:00.000Z")
WON = Source("fact.winner", Words("Winner"), FORM, "boolean", True, alone=True)
LIKED = Source("card.s.liked", Words("Liked"), FORM, "list", ["Blue"])
NEWS = replace(CONSENT, key="field.news", means="consent")
SOURCES = [NEWS, LIKED, BORN, WHEN, EMAIL, PHONE, LINK, CONSENT, SCORE, FIXED, WON]


def problems(mapping: FieldMapping) -> dict[str, str]:
    """Control -> sentence."""
    return {each.where: str(each.sentence) for each in lint(mapping, SOURCES)}


def mapped(*rows: MappingRow, event: str = "") -> FieldMapping:
    return FieldMapping("email", "field.email", event, rows)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (MappingRow("field.email", "attribute.email"),),
        (MappingRow("field.ok", "attribute.email_subscribe"),),
        (MappingRow("field.ok", "custom.consent"), MappingRow("card.q.score", "custom.score")),
        (MappingRow(CONSTANT, "custom.campaign", "summer"),),
        (MappingRow("fact.winner", "custom.winner"),),
        (MappingRow(CONSTANT, "attribute.email_subscribe", "opted_in"),),
        (MappingRow(CONSTANT, "attribute.country", "Finland"),),
        (MappingRow(CONSTANT, "custom.tier", "3", "number"),),
        (MappingRow(CONSTANT, "custom.vip", "no", "boolean"),),
        (MappingRow(CONSTANT, "date.launch", "2026-01-15", "date"),),
        (MappingRow(CONSTANT, "attribute.email_subscribe", "yes", "boolean"),),
        (MappingRow(CONSTANT, "attribute.gender", "prefer not to say"),),
        (MappingRow(CONSTANT, "attribute.dob", "2000-02-29"),),
        (MappingRow(CONSTANT, "event.day", "12/1/2021"),),
        (MappingRow("field.born", "attribute.dob"), MappingRow("field.born", "event.born")),
        (MappingRow("field.born", "date.born"), MappingRow("fact.submitted_at", "date.last")),
        (MappingRow("field.id", "date.from_link"),),
        (MappingRow(CONSTANT, "date.launched", "2026-01-15"),),
        (MappingRow("fact.submitted_at", "custom.last_played"),),
        (MappingRow("card.q.score", "event.score"), MappingRow("card.q.score", "custom.score")),
    ],
)
def test_a_mapping_that_works_has_no_problem(rows):
    assert problems(mapped(*rows, event="played")) == {}


@pytest.mark.parametrize(
    ("row", "control", "part"),
    [
        (MappingRow("field.email", "custom.external_id"), "target", "reserved by Braze"),
        (MappingRow(CONSTANT, "custom.tier", "three", "number"), "constant", "in digits"),
        (MappingRow(CONSTANT, "custom.vip", "", "boolean"), "constant", "Choose yes or no"),
        (MappingRow(CONSTANT, "date.on", "15.1.2026", "date"), "constant", "calendar"),
        (MappingRow(CONSTANT, "custom.on", "2026-01-15", "date"), "target", "is a date"),
        (MappingRow(CONSTANT, "date.on", "3", "number"), "target", "is no date"),
        (MappingRow(CONSTANT, "attribute.country", "yes", "boolean"), "target", "cannot become"),
        (MappingRow(CONSTANT, "attribute.push_subscribe", "no", "boolean"), "constant", "opted_in"),
        (MappingRow("field.email", "custom.$x"), "target", "cannot be the name"),
        (MappingRow("field.email", "custom."), "target", "a name"),
        (MappingRow("field.email", "event.time"), "target", "Braze keeps the property"),
        (MappingRow("field.email", "attribute.nope"), "target", "no standard attribute"),
        (MappingRow("field.email", ""), "target", "Choose where"),
        (MappingRow("field.gone", "custom.x"), "source", "no longer in the hub"),
        (MappingRow(CONSTANT, "custom.x", " "), "constant", "Type the fixed value"),
        (MappingRow("field.ok", "attribute.first_name"), "target", "“Consent” cannot become"),
        (MappingRow("field.email", "attribute.dob"), "target", "cannot become Date of birth"),
        (MappingRow("field.email", "event.x"), "target", "need the event"),
        (MappingRow("fact.winner", "attribute.email_subscribe"), "target", "told by itself"),
        (MappingRow("field.born", "custom.born"), "target", "Choose Custom attribute (date)"),
        (MappingRow("card.q.score", "date.points"), "target", "“Score” is no date"),
        (MappingRow("field.ok", "date.ok"), "target", "“Consent” is no date"),
        (MappingRow(CONSTANT, "date.launched", "12/1/2021"), "constant", "written like"),
        (MappingRow("field.born", "date.email"), "target", "reserved by Braze"),
        (MappingRow(CONSTANT, "attribute.country", "Atlantis"), "constant", "No country"),
        (MappingRow(CONSTANT, "attribute.gender", "blue"), "constant", "female, male"),
        (MappingRow(CONSTANT, "attribute.language", "Klingon"), "constant", "No language"),
        (MappingRow(CONSTANT, "attribute.time_zone", "Nowhere"), "constant", "No time zone"),
        (MappingRow(CONSTANT, "attribute.phone", "0412 345 678"), "constant", "country code"),
        (MappingRow(CONSTANT, "attribute.email", "ana"), "constant", "not an email address"),
        (MappingRow(CONSTANT, "attribute.email_subscribe", "yes"), "constant", "opted_in"),
        (MappingRow(CONSTANT, "attribute.dob", "2001-02-29"), "constant", "day of the calendar"),
        (MappingRow(CONSTANT, "custom.day", "12/1/2021"), "constant", "read this text as a date"),
        (MappingRow(CONSTANT, "custom.story", "x" * 256), "constant", "255 characters"),
        (MappingRow(CONSTANT, "attribute.first_name", "x" * 256), "constant", "255 characters"),
    ],
)
def test_a_row_that_would_go_wrong_is_refused_at_its_control(row, control, part):
    fine = MappingRow("card.q.score", "custom.score")
    found = problems(mapped(fine, row))
    assert list(found) == [f"rows.r1.{control}"]
    assert part in found[f"rows.r1.{control}"]


def test_a_phone_that_finds_who_lacks_an_id_goes_with_no_email_either():
    mapping = FieldMapping(
        "external_id",
        "field.id",
        "",
        (MappingRow("field.email", "attribute.email"),),
        lacking=FALL,
        fallback_by="phone",
        fallback_source="field.phone",
    )
    assert "would not look for the phone" in str(problems(mapping))
    assert "would not look" not in str(problems(replace(mapping, lacking=SKIP)))


@pytest.mark.parametrize(("rule", "refused"), [("phone", True), ("alias_phone", False)])
def test_a_phone_finds_nobody_beside_an_email(rule, refused):
    row = MappingRow("field.email", "attribute.email")
    found = problems(FieldMapping(rule, "field.phone", "", (row,)))
    assert ("whoever has the email" in found.get("rows.r0.target", "")) is refused


@pytest.mark.parametrize(("properties", "refused"), [(256, []), (257, ["rows.r257.target"])])
def test_an_event_has_no_more_properties_than_braze_keeps(properties, refused):
    rows = [MappingRow("card.q.score", f"event.p{at}") for at in range(properties)]
    first = MappingRow("card.q.score", "custom.score")
    assert list(problems(mapped(first, *rows, event="played"))) == refused


def test_everything_that_is_wrong_with_a_row_is_said_at_once():
    assert set(problems(mapped(MappingRow("field.gone", "custom.$x")))) == {
        "rows.r0.source",
        "rows.r0.target",
    }


def test_a_custom_attribute_is_one_whatever_its_type():
    found = problems(mapped(MappingRow("field.id", "custom.x"), MappingRow("field.born", "date.x")))
    assert list(found) == ["rows.r1.target"]


def test_two_rows_may_not_go_to_the_same_place():
    row = MappingRow("field.email", "custom.x")
    found = problems(mapped(row, row, row))
    assert set(found) == {"rows.r1.target", "rows.r2.target"}
    assert "same place" in found["rows.r1.target"]


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("email", "field.email"),
        ("alias_email", "field.email"),
        ("phone", "field.phone"),
        ("alias_phone", "field.phone"),
        ("external_id", "field.id"),
        ("braze_id", "field.id"),
    ],
)
def test_each_identity_rule_has_a_field_that_can_hold_it(rule, source):
    assert problems(FieldMapping(rule, source)) == {}


@pytest.mark.parametrize(
    ("rule", "source", "control", "part"),
    [
        ("", "field.email", "identify_by", "becomes a Braze user"),
        ("fingerprint", "field.email", "identify_by", "becomes a Braze user"),
        ("email", "", "identity_source", "field that holds the Email"),
        ("email", "field.gone", "identity_source", "field that holds the Email"),
        ("phone", "field.email", "identity_source", "“Email” cannot hold the Phone"),
        ("external_id", "card.q.score", "identity_source", "“Score” cannot hold the External ID"),
    ],
)
def test_an_identity_that_nothing_holds_is_refused(rule, source, control, part):
    found = problems(FieldMapping(rule, source))
    assert list(found) == [control]
    assert part in found[control]


@pytest.mark.parametrize("name", ["$played", "a.b", "n" * 256, " ", "a\x7f"])
def test_an_event_needs_a_name_that_braze_takes(name):
    assert list(problems(mapped(event=name))) == ["event_name"]


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        (LINK, "custom.colour", "would read this text as a date"),
        (CONSENT, "custom.colour", "would read this text as a date"),
        (LIKED, "custom.liked", "a date within a list"),
        (LINK, "event.colour", None),
    ],
)
def test_what_a_choice_is_sent_as_is_looked_at(source, target, part):
    row = MappingRow(source.key, target, sent_as={"Blue. Dark": "2026-01-02", "Red": "12"})
    found = problems(mapped(row, event="played"))
    where = "rows.r0.sent_as.Blue%2E%20Dark"
    assert [*found] == ([where] if part else [])
    assert part is None or part in found[where]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (MappingRow("card.q.score", "custom.scores", how="append"), None),
        (MappingRow("field.email", "custom.mails", how="append"), None),
        (MappingRow("field.email", "attribute.email", how="first"), None),
        (MappingRow("field.email", "attribute.email", how="append"), "always written anew"),
        (MappingRow("field.ok", "attribute.email_subscribe", how="first"), "always written anew"),
        (MappingRow("field.news", "custom.news", how="append"), "always written"),
        (MappingRow("field.news", "custom.news", how="first"), "always written"),
        # Somebody who is disqualified is no winner any more.
        (MappingRow("fact.winner", "custom.winner", how="first"), "one no longer"),
        (MappingRow("fact.winner", "custom.winner", how="append"), "one no longer"),
        (MappingRow("field.ok", "custom.ok", how="first"), None),
        (MappingRow("field.ok", "custom.ok", how="append"), "cannot be added"),
        (MappingRow("field.ok", "custom.ok", sent_as={"yes": "J"}, how="append"), "cannot be"),
        (MappingRow("field.ok", "custom.ok", sent_as={"yes": "J", "no": "N"}, how="append"), None),
        (MappingRow(CONSTANT, "custom.vip", "yes", "boolean", how="append"), "cannot be added"),
        (MappingRow(CONSTANT, "custom.runs", "2026", "number", how="append"), None),
    ],
)
def test_how_a_value_is_written_fits_its_target(row, part):
    found = problems(mapped(row))
    assert (part is None and not found) or part in found["rows.r0.how"]
