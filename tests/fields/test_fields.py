"""The registry of field kinds."""

from __future__ import annotations

import pytest

from hubapp.fields import FIELD_KINDS, field_kind_of


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_a_kind_is_found_by_its_name(kind):
    assert field_kind_of(kind).kind == kind


def test_a_kind_of_another_release_is_none():
    assert field_kind_of("signature") is None
