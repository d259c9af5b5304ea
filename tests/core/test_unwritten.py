"""What nobody touched stays as an earlier release has stored it."""

from __future__ import annotations

from hubapp.core.unwritten import unwritten

STORED = {"title": "A", "entry": {"rule": "no"}, "fields": [{"id": "a", "label": "Name"}]}
WRITTEN = {
    "title": "A",
    "hero": "",
    "entry": {"rule": "no", "turns": 1},
    "fields": [{"id": "a", "label": "Name", "help": ""}],
}


def test_what_this_release_writes_by_itself_stays_out():
    assert unwritten(WRITTEN, STORED, WRITTEN) == STORED


def test_what_somebody_put_there_stays_in_and_only_that():
    body = {**WRITTEN, "hero": "p1", "entry": {"rule": "day", "turns": 1}}
    kept = {**STORED, "hero": "p1", "entry": {"rule": "day"}}
    assert unwritten(body, STORED, WRITTEN) == kept


def test_an_item_that_is_new_is_whole_and_the_others_are_found_by_their_ids():
    fresh = {"id": "b", "label": "Town", "help": ""}
    body = {**WRITTEN, "fields": [fresh, {"id": "a", "label": "You", "help": ""}]}
    kept = unwritten(body, STORED, WRITTEN)
    assert kept["fields"] == [fresh, {"id": "a", "label": "You"}]


def test_what_this_release_holds_for_another_value_is_written():
    written = {**WRITTEN, "title": "B"}
    assert unwritten(written, STORED, written)["title"] == "B"


def test_what_neither_has_is_somebodys():
    assert unwritten({"x": 1}, {}, {"y": 1}) == {"x": 1}


def test_another_schema_is_written_out_whole():
    written = {**WRITTEN, "schema": 2}
    assert unwritten(written, {**STORED, "schema": 1}, written) == written


def test_a_list_of_plain_texts_is_as_it_was_made():
    assert unwritten({"ids": ["b", "a"]}, {"ids": ["a"]}, {"ids": ["a"]}) == {"ids": ["b", "a"]}
