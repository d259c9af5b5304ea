"""The registry of destinations."""

from __future__ import annotations

import pytest

from hubapp.destinations import DESTINATIONS, destination_of


@pytest.mark.parametrize("kind", DESTINATIONS)
def test_a_destination_is_found_by_its_kind(kind):
    assert destination_of(kind).kind == kind


def test_a_destination_of_another_release_is_none():
    assert destination_of("carrier-pigeon") is None
