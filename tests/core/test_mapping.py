"""Mappings and records as they are stored."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.mapping import FieldMapping, MappingRow, Record

TIME = "2026-01-15T10:00:00.000Z"
texts = st.text(max_size=12)
values = texts | st.integers() | st.booleans() | st.lists(texts, max_size=3)


@given(texts, texts, texts, st.lists(st.builds(MappingRow, texts, texts, texts), max_size=4))
def test_a_stored_mapping_comes_back_the_same(rule, source, event, rows):
    mapping = FieldMapping(rule, source, event, tuple(rows))
    assert FieldMapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


def test_a_mapping_that_is_not_made_yet_is_empty():
    assert FieldMapping.from_json({}) == FieldMapping()


@given(st.dictionaries(texts, values, max_size=4), st.lists(texts, max_size=2), texts)
def test_a_stored_record_comes_back_the_same(given_values, once, event):
    record = Record("email:a", "email", "a", TIME, event, given_values, once=tuple(once))
    assert Record.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_a_record_of_an_earlier_release_has_no_consents_named():
    stored = Record("email:a", "email", "a", TIME).to_json()
    del stored["once"]
    assert Record.from_json(stored).once == ()
