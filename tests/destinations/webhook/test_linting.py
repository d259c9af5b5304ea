"""A mapping to a webhook."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow, Source
from hubapp.core.words import NOTHING, Words
from hubapp.destinations.webhook.linting import lint, row_for, suggest

EMAIL = Source(
    "field.email", Words("Email"), NOTHING, "text", "a@b.cd", "email", "email", identifies="email"
)
SIZE = Source("field.size", Words("Size"), NOTHING, "number", 3, "size")
MORE = Source("field.more", Words("More"), NOTHING, "text", "x", "more", suggested=False)
FIXED = Source(CONSTANT, Words("Fixed"), NOTHING, "text", "")


def test_its_first_mapping_can_be_saved():
    mapping = suggest([EMAIL, SIZE, MORE])
    assert [row.target for row in mapping.rows] == ["field.email", "field.size"]
    assert (mapping.identify_by, mapping.event_name) == ("email", "form.submitted")
    assert lint(mapping, [EMAIL, SIZE]) == []
    assert suggest([SIZE]).identify_by == ""
    assert row_for(SIZE, mapping) is None


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (MappingRow("field.gone", "field.x"), "rows.r0.source"),
        (MappingRow(CONSTANT, "field.x"), "rows.r0.constant"),
        (MappingRow("field.size", "field."), "rows.r0.target"),
        (MappingRow("field.size", 'field."'), "rows.r0.target"),
        (MappingRow("field.size", "size"), "rows.r0.target"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(row, where):
    mapping = FieldMapping("email", "field.email", rows=(row,))
    assert [each.where for each in lint(mapping, [EMAIL, SIZE, FIXED])] == [where]


def test_what_is_wrong_beside_the_rows_is_named():
    assert [each.where for each in lint(FieldMapping(), [])] == ["identify_by"]
    wrong = FieldMapping("email", "field.size", "not a type")
    assert [each.where for each in lint(wrong, [SIZE])] == ["identity_source", "event_name"]
    rows = (MappingRow("field.size", "field.a"), MappingRow("field.email", "field.a"))
    twice = FieldMapping("email", "field.email", rows=rows)
    assert [each.where for each in lint(twice, [EMAIL, SIZE])] == ["rows.r1.target"]
