"""The connect screen as it was posted, and what may be mapped."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow
from hubapp.destinations import destination_of
from hubapp.services.editing import add_card, publish, unpublish
from hubapp.services.integrations import mappings
from hubapp.services.integrations.controls import row_controls
from hubapp.services.integrations.mappings import read_form
from tests.support.deliveries import hub_at
from tests.support.forms import by_id

BRAZE = destination_of("braze")
STANDARD = {"attribute.first_name", "attribute.email"}
ROW = {"source": "field.email", "target": "attribute.email"}


pytestmark = pytest.mark.usefixtures("app")
"""A form is read with the endpoints that an installation allows."""


def rows(*posted: dict[str, str], action: str = "") -> list[MappingRow]:
    return list(read_form("braze", {"rows": by_id(*posted)}, action).mapping.rows)


def test_what_is_live_and_what_the_draft_will_add_may_be_mapped(app, sandbox):
    hub = hub_at(sandbox)
    before = {each.key for each in mappings.sources(hub)}
    card = add_card(hub.id, None, "poll")
    found = [each.key for each in mappings.sources(hub)]
    assert set(found) - before == {f"card.{card}.answer"}
    assert len(found) == len(set(found))
    publish(hub.id, None)
    assert {each.key for each in mappings.sources(hub)} == set(found)


def test_a_hub_that_is_not_published_offers_its_draft(app, sandbox):
    hub = hub_at(sandbox)
    published = {each.key for each in mappings.sources(hub)}
    unpublish(hub.id)
    assert {each.key for each in mappings.sources(hub)} == published


def test_the_form_as_posted(app, sandbox):
    posted = {
        "endpoint": sandbox.url,
        "secret": " key ",
        "identify_by": "email",
        "identity_source": "field.email",
        "event": "y",
        "event_name": " entered ",
        "rows": by_id(ROW),
        "keep_days": "7",
        "only_changes": "y",
    }
    form = read_form("braze", posted)
    assert form.settings == {"endpoint": sandbox.url}
    row = MappingRow("field.email", "attribute.email")
    assert form.mapping == FieldMapping("email", "field.email", "entered", (row,))
    assert (form.secret, form.keep_days) == ("key", 7)
    assert (form.only_changes, form.resend_events) == (True, False)


def test_an_event_that_is_switched_off_has_no_name():
    assert read_form("braze", {"event_name": "entered"}).mapping.event_name == ""


@pytest.mark.parametrize(
    ("typed", "days"), [("30", 30), (" 7 ", 7), ("", 0), ("-1", 0), ("٣", 0), ("9" * 6, 0)]
)
def test_days_are_a_number_or_none(typed, days):
    assert read_form("braze", {"keep_days": typed}).keep_days == days


@pytest.mark.parametrize(
    ("posted", "row"),
    [
        (ROW, MappingRow("field.email", "attribute.email")),
        ({"target": "custom.", "name": " shoe ü "}, MappingRow("", "custom.shoe ü")),
        ({"target": "event.", "name": "score"}, MappingRow("", "event.score")),
        ({"target": "attribute.email", "name": "not used"}, MappingRow("", "attribute.email")),
        ({"source": CONSTANT, "constant": " x "}, MappingRow(CONSTANT, "", "x")),
        (
            {"source": CONSTANT, "constant": "3", "constant_kind": "number"},
            MappingRow(CONSTANT, "", "3", "number"),
        ),
        (
            {"source": CONSTANT, "constant_truth": "no", "constant_kind": "boolean"},
            MappingRow(CONSTANT, "", "no", "boolean"),
        ),
        (
            {"source": CONSTANT, "constant_day": "2026-01-15", "constant_kind": "date"},
            MappingRow(CONSTANT, "", "2026-01-15", "date"),
        ),
        ({"source": CONSTANT, "constant_kind": "pigeon"}, MappingRow(CONSTANT, "")),
        # Left over from before another source was chosen.
        ({"source": "field.email", "constant": "x"}, MappingRow("field.email", "")),
        ({}, MappingRow("", "")),
    ],
)
def test_a_row_as_posted(posted, row):
    assert rows(posted) == [row]


@pytest.mark.parametrize("posted", [None, "x", [ROW], {"a": "x", "order": "a b"}])
def test_rows_of_no_shape_are_none(posted):
    assert read_form("braze", {"rows": posted}).mapping.rows == ()


def test_the_buttons_add_and_remove_a_row():
    first, second = {"source": "field.a"}, {"source": "field.b"}
    assert [row.source for row in rows(first, second, action="remove:rows.i0")] == ["field.b"]
    assert rows(first, action="add:rows")[1:] == [MappingRow("", "custom.")]
    assert [row.source for row in rows(first, action="remove:rows.i9")] == ["field.a"]


NAMES = ("endpoint", "secret", "identify_by", "event", "event_name", "batch", "burst", "keep_days")
odd = st.text(max_size=9) | st.sampled_from([{"a": "b"}, ["a"], []])
odd_row = odd | st.dictionaries(st.sampled_from([*ROW, "name", "constant"]), odd)
odd_rows = odd | st.dictionaries(st.sampled_from(["i0", "i1", "order"]), odd_row)


@given(posted=st.dictionaries(st.sampled_from(NAMES), odd), listed=odd_rows)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_posted_can_be_read(posted, listed):
    form = read_form("braze", {**posted, "rows": listed}, "remove:rows.i0")
    assert isinstance(form.keep_days, int)
    assert all(isinstance(value, str) for value in form.typed.values())


names = st.text(min_size=1, max_size=20).map(str.strip).filter(bool).filter(str.isprintable)
free = st.builds("{}.{}".format, st.sampled_from(["custom", "event"]), names)


@given(
    target=st.sampled_from(sorted(STANDARD)) | free, source=st.sampled_from(["", "field.a", "x y"])
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_screen_shows_of_a_row_is_posted_back_the_same(target, source):
    row = MappingRow(source, target)
    assert rows(row_controls(row, BRAZE).model_dump()) == [row]


def test_a_fixed_value_is_shown_with_its_row():
    shown = row_controls(MappingRow(CONSTANT, "custom.a.b", "3", "number"), BRAZE)
    assert (shown.target, shown.name) == ("custom.", "a.b")
    assert (shown.constant, shown.constant_kind) == ("3", "number")


def test_the_key_never_goes_back_to_the_browser():
    form = read_form("braze", {"secret": "the key", "keep_days": "7"})
    gone = mappings.with_secret_gone(form)
    assert "the key" not in repr(gone)
    assert (gone.keep_days, gone.typed) == (7, {"keep_days": "7"})


def test_there_is_no_destination_of_that_kind():
    with pytest.raises(NotFoundHere):
        read_form("pigeon", {})
