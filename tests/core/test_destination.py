"""What a request to a destination tells, and what it hides."""

from __future__ import annotations

import pytest

from hubapp.core.destination import OutgoingRequest, Spot, group_of, label_of
from hubapp.destinations.braze import Braze


def test_a_request_counts_the_records_that_it_is_about_also_those_without_a_spot():
    request = OutgoingRequest("POST", "https://x", {}, b"", ((Spot("events", 0),), ()))
    assert request.taken == 2


def test_the_credential_and_the_data_are_not_in_what_may_be_logged():
    request = OutgoingRequest("POST", "https://x", {"Authorization": "s3cret"}, b"ana@example.com")
    assert "s3cret" not in repr(request)
    assert "ana@" not in repr(request)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("attribute.dob", "Date of birth"),
        ("custom.shoe.size", "shoe.size (custom attribute)"),
        ("event.score", "score (event property)"),
        ("attribute.gone", "gone (attribute)"),
        ("elsewhere.x", "elsewhere.x"),
    ],
)
def test_a_target_is_told_by_its_label_or_by_its_name_and_group(target, words):
    assert str(label_of(Braze(), target)) == words


@pytest.mark.parametrize(
    ("target", "key"), [("custom.x", "custom."), ("event.", "event."), ("x", None)]
)
def test_a_target_belongs_to_the_group_that_its_key_begins_with(target, key):
    group = group_of(Braze(), target)
    assert (group.key if group else None) == key
