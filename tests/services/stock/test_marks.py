"""A code is found by its mark, in its own list alone."""

from __future__ import annotations

from hubapp.services.stock.marks import mark_of


def test_how_it_is_typed_matters_only_where_it_is_given(app):
    assert mark_of(1, "a-1", asked=True) == mark_of(1, "A1", asked=True)
    assert mark_of(1, "a-1", asked=False) != mark_of(1, "A1", asked=False)
    assert mark_of(1, "A1", asked=True) != mark_of(2, "A1", asked=True)
