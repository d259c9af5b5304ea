"""Ways of writing: pure rules."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow, Record
from hubapp.core.recording import record_of
from hubapp.core.writing import ALWAYS, APPEND, FIRST, as_written, offered, together
from hubapp.destinations import destination_of

TIME = "2026-01-15T10:00:00.000Z"


@pytest.mark.parametrize(
    ("way", "value", "written"),
    [
        (ALWAYS, "red", "red"),
        (FIRST, "red", "red"),
        (APPEND, "red", ["red"]),
        (APPEND, ["red", "blue"], ["red", "blue"]),
        (APPEND, None, None),
    ],
)
def test_what_is_added_is_a_list(way, value, written):
    assert as_written(way, value) == written


def test_what_is_added_again_moves_to_the_end():
    assert together(["a", "b"], ["a", "c", "c"]) == ["b", "a", "c"]
    assert together(None, ["a"]) == ["a"]


def test_a_destination_that_says_nothing_of_it_writes_always():
    webhook, braze = destination_of("webhook"), destination_of("braze")
    assert offered(webhook.ways, ["field.colour"]) == ()
    places = ["event.score", "attribute.first_name"]
    assert [each for each, _ in offered(braze.ways, places)] == [ALWAYS, FIRST]
    assert braze.ways("event.score") == (ALWAYS,)
    assert braze.ways("attribute.email_subscribe") == (ALWAYS,)
    assert braze.ways("attribute.first_name") == (ALWAYS, FIRST)
    assert braze.ways("custom.colour") == (ALWAYS, FIRST, APPEND)


def test_old_mappings_and_records_read_as_before_and_new_ones_come_back():
    row = {"source": "field.a", "target": "custom.a", "constant": "", "constant_kind": "text"}
    assert FieldMapping.from_json({"rows": [row]}).rows[0].how == ALWAYS
    mapping = FieldMapping(
        "email",
        "field.email",
        rows=(MappingRow("field.a", "custom.a", how=APPEND), MappingRow("field.a", "custom.b")),
    )
    record = record_of(mapping, {"field.email": "a@x.org", "field.a": "red"}, TIME)
    assert record.how == {"custom.a": APPEND}
    assert record.values == {"custom.a": ["red"], "custom.b": "red"}
    assert Record.from_json(record.to_json()) == record
    assert "how" not in Record("p", "email", "a", TIME).to_json()


@pytest.mark.parametrize(
    ("told", "sent"), [("red", ["R"]), (["red", "blue"], ["R", "blue"]), ("BLUE", ["BLUE"])]
)
def test_what_is_added_is_what_a_choice_is_sent_as(told, sent):
    row = MappingRow("field.a", "custom.a", sent_as={"red": "R"}, how=APPEND)
    record = record_of(
        FieldMapping("email", "field.email", rows=(row,)),
        {"field.email": "a@x.org", "field.a": told},
        TIME,
    )
    assert record.values == {"custom.a": sent}
