"""Whose prize a place has."""

from __future__ import annotations

from hubapp.models import DrawPlace


def test_a_reserve_that_moved_up_has_the_prize_of_another_place():
    assert DrawPlace(position=3).prize == 3
    assert DrawPlace(position=3, stands_for=1).prize == 1
