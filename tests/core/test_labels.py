"""Targets in words."""

from __future__ import annotations

import pytest

from hubapp.core.labels import group_of, label_of, name_of
from hubapp.destinations.braze import Braze


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
    ("target", "name"),
    [
        ("attribute.dob", "Date of birth"),
        ("custom.shoe.size", "shoe.size"),
        ("elsewhere.x", "elsewhere.x"),
    ],
)
def test_a_target_is_named_without_its_group(target, name):
    assert str(name_of(Braze(), target)) == name


@pytest.mark.parametrize(
    ("target", "key"), [("custom.x", "custom."), ("event.", "event."), ("x", None)]
)
def test_a_target_belongs_to_the_group_that_its_key_begins_with(target, key):
    group = group_of(Braze(), target)
    assert (group.key if group else None) == key
