"""The controls of the mapping screen, and the mapping that they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.errors import Problem
from hubapp.core.mapping import CONSENTING, CONSTANT, EVERYBODY, FALL, FieldMapping, MappingRow
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.services.integrations.controls import (
    MappingControls,
    RowControls,
    at_controls,
    controls_in,
    is_ours,
    mapping_in,
)

BRAZE = destination_of("braze")
ROWS = (
    MappingRow("field.email", "attribute.email"),
    MappingRow("field.shoe", "custom.shoe size"),
    MappingRow(CONSTANT, "custom.vip", "yes", "boolean"),
    MappingRow(CONSTANT, "custom.since", "2026-01-02", "date"),
    MappingRow("", "custom."),
    MappingRow("field.colour", "custom.colour", sent_as={"Blue. Dark": "BLU"}, letters="small"),
    MappingRow("field.shoe", "custom.first", how="first"),
    MappingRow("field.shoe", "custom.all", how="append"),
)


@given(
    rows=st.lists(st.sampled_from(ROWS), max_size=6),
    event=st.sampled_from(["", "hub_submission", "other"]),
    lacking=st.sampled_from(["skip", "wait"]),
    label=st.sampled_from(["", "crm"]),
    existing=st.booleans(),
)
def test_controls_say_the_mapping_that_they_were_made_of(rows, event, lacking, label, existing):
    mapping = FieldMapping(
        "email",
        "field.email",
        event,
        tuple(rows),
        lacking,
        label=label,
        only_existing=existing,
        whom=EVERYBODY,
    )
    held = controls_in(mapping, BRAZE)
    assert mapping_in(held, BRAZE) == mapping
    assert [each.id for each in held.rows] == [f"r{at}" for at in range(len(rows))]


def test_rows_that_stay_keep_their_ids_wherever_they_stand():
    before = controls_in(FieldMapping(rows=ROWS[:3]), BRAZE)
    after = controls_in(FieldMapping(rows=(ROWS[2], ROWS[3], ROWS[0])), BRAZE, before)
    first, fresh, last = (each.id for each in after.rows)
    assert (first, last) == ("r2", "r0")
    assert fresh not in ("r0", "r1", "r2")


def test_what_is_switched_off_is_kept_in_its_box():
    held = MappingControls(event_name="entered", consent_source="field.news", fallback_by="phone")
    mapping = mapping_in(held, BRAZE)
    assert (mapping.event_name, mapping.consent_source, mapping.fallback_by) == ("", "", "")
    on = held.model_copy(update={"event": True, "whom": CONSENTING, "lacking": FALL})
    mapping = mapping_in(on, BRAZE)
    assert mapping.event_name == "entered"
    assert (mapping.consent_source, mapping.fallback_by) == ("field.news", "phone")


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("rows.r1.target", "rows.k7.target"),
        ("rows.r0", "rows.a"),
        ("rows.r9.target", "rows.r9.target"),
        ("secret", "secret"),
    ],
)
def test_problems_stand_at_the_row_that_is_meant(where, shown):
    held = MappingControls(rows=(RowControls(id="a"), RowControls(id="k7")))
    problem = Problem(where, Words("x"))
    assert [each.where for each in at_controls([problem], held)] == [shown]
    assert at_controls([problem], None) == [problem]


@pytest.mark.parametrize("name", ["secret", "endpoint", "url", "account", "burst", "rule_meant"])
def test_what_is_of_the_account_is_none_of_the_mapping(name):
    assert not is_ours(name)
    assert is_ours("rows.k7.source")


def test_a_way_of_writing_that_nobody_knows_is_always():
    held = MappingControls(rows=(RowControls(source="field.a", target="custom.", how="pigeon"),))
    assert mapping_in(held, BRAZE).rows[0].how == "always"


def test_a_way_of_writing_that_the_target_does_not_have_is_always():
    row = RowControls(source="field.a", target="attribute.first_name", how="append")
    assert mapping_in(MappingControls(rows=(row,)), BRAZE).rows[0].how == "always"
    taken = row.model_copy(update={"target": "custom.", "name": "names"})
    assert mapping_in(MappingControls(rows=(taken,)), BRAZE).rows[0].how == "append"
