"""Codes of a card of the draft: put in, published with, taken out."""

from __future__ import annotations

import pytest

from hubapp.core.errors import HubNotPublishable, NotFoundHere, Refused
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.services.editing.codes import Limited
from hubapp.services.visiting import answer
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub, publish


def test_without_codes_it_is_not_published_and_with_them_it_is(app):
    hub = make_lucky_hub()
    with pytest.raises(HubNotPublishable, match="no codes yet") as refusal:
        publish(hub, None, unique=True)
    assert [each.where for each in refusal.value.problems] == [f"card:{CARD}/codes"]
    put = editing.put_codes(hub.id, CARD, COFFEE, "code\nA1\nA1\nB2\n")
    assert (put.added, put.again, put.heading) == (2, 1, True)
    assert [str(each) for each in put.in_words()] == [
        "2 codes are in.",
        "1 code was there already: it counts once.",
        "The first line was taken for a heading.",
    ]
    editing.publish(hub.id, None)


def test_when_all_are_given_the_hub_can_still_be_published(app):
    hub = make_lucky_hub(["A1"])
    answer(lucky_visit(hub), 0, ["scratch"])
    editing.publish(hub.id, None)
    lines = list(editing.given_codes(hub.id, CARD, COFFEE))
    assert (lines[0][0], lines[1][0]) == (Words("Code"), "A1")


def test_what_is_left_is_taken_out(app):
    hub = make_lucky_hub(["A1", "B2"])
    assert editing.drop_codes(hub.id, CARD, COFFEE) == 2


def test_a_number_says_how_many_were_given(app):
    hub = make_lucky_hub(limit=3)
    answer(lucky_visit(hub), 0, ["scratch"])
    assert editing.limited_of(hub.id, CARD) == [Limited("Coffee", 3, 1)]


def test_lists_that_are_not_there_are_not_found(app):
    hub = make_lucky_hub(["A1"])
    for card, name in ((CARD, "other"), ("gone", COFFEE)):
        with pytest.raises(NotFoundHere):
            editing.put_codes(hub.id, card, name, "A1")
    with pytest.raises(Refused):
        editing.put_codes(hub.id, CARD, COFFEE, "")
