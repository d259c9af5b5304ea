"""Hidden: a value from the link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.field_kind import Clean
from hubapp.fields.hidden import Hidden

HIDDEN = Hidden()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (["user-1042"], "user-1042"),
        ([" user-1042 "], "user-1042"),
        (["first", "second"], "first"),
        (["x" * 987], "x" * 987),
        (["x" * 988], None),
        (["ä" * 493], "ä" * 493),
        (["ä" * 494], None),
        ([""], None),
        ([], None),
    ],
)
def test_a_value_is_kept_up_to_the_bytes_of_an_id(raw, kept):
    assert HIDDEN.clean(raw, {}, True, "External ID") == Clean(kept)


@given(st.lists(st.text(max_size=1200), max_size=2), st.booleans())
def test_a_visitor_is_never_refused_for_what_came_with_a_link(raw, required):
    assert isinstance(HIDDEN.clean(raw, {}, required, "External ID"), Clean)


@pytest.mark.parametrize("name", ["external_id", "utm-source", "a.b", "X9"])
def test_a_parameter_may_be_named_in_letters_digits_and_signs(name):
    assert HIDDEN.option_problems({"parameter": name}) == []


@pytest.mark.parametrize("name", ["", "two words", "a=b", "größe", "a" * 61, "a\n"])
def test_another_name_cannot_be_published(name):
    assert len(HIDDEN.option_problems({"parameter": name})) == 1


def test_a_parameter_has_to_be_named():
    assert len(HIDDEN.option_problems({})) == 1


@pytest.mark.parametrize(
    ("options", "link", "read"),
    [
        ({"parameter": "id"}, {"id": "u1", "other": "x"}, ["u1"]),
        ({"parameter": "id"}, {}, [""]),
        ({}, {"id": "u1"}, [""]),
    ],
)
def test_the_value_comes_from_the_link_whatever_was_posted(options, link, read):
    assert HIDDEN.source_of(["forged"], link, options) == read
