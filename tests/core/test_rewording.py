"""What is told of choices that read otherwise than they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.rewording import (
    Rewording,
    as_read,
    as_told,
    by_words,
    carried,
    merged,
    rewordings,
    told_alike,
    told_apart,
)

CARD, FORM = "card:ab12", "form:ab12"


def card(**choices: str) -> dict:
    return {CARD: {"q_1": choices}}


def form(*lines: str) -> dict:
    return {FORM: {"f1": {each: each for each in lines}}}


class Published:
    """What was published so far, and what is told of it."""

    def __init__(self, offered: dict) -> None:
        self.offered, self.told = offered, {}

    @property
    def known(self) -> dict:
        return merged(self.offered, self.told)

    def asked(self, offered: dict) -> list[Rewording]:
        return rewordings(self.offered, self.known, offered)

    def publish(self, offered: dict, *same: bool) -> dict:
        answered = zip(self.asked(offered), same, strict=True)
        self.told = carried(self.known, offered, list(answered))
        self.offered = offered
        return self.told


def test_other_words_under_the_same_key_are_asked_about():
    [asked] = Published(card(a="Blue", b="Red")).asked(card(a="Navy", b="Red"))
    assert asked == Rewording(CARD, ("q_1",), "a", "Blue", "Navy", told="Blue")


def test_the_same_answer_is_told_in_its_first_words_from_version_to_version():
    hub = Published(card(a="Blue"))
    assert hub.publish(card(a="Navy"), True) == card(a="Blue")
    assert hub.publish(card(a="Navy")) == card(a="Blue")
    [asked] = hub.asked(card(a="Dark navy"))
    assert (asked.was, asked.now, asked.told) == ("Navy", "Dark navy", "Blue")
    assert hub.publish(card(a="Dark navy"), True) == card(a="Blue")


def test_a_new_answer_is_told_in_its_own_words_and_is_then_what_is_carried():
    hub = Published(card(a="Blue"))
    assert hub.publish(card(a="Navy"), False) == {}
    assert hub.publish(card(a="Ink"), True) == card(a="Navy")


def test_back_to_the_words_that_are_told_there_is_nothing_to_ask():
    hub = Published(card(a="Blue"))
    hub.publish(card(a="Navy"), True)
    assert hub.asked(card(a="Blue")) == []
    assert hub.publish(card(a="Blue")) == {}


def test_one_that_goes_while_another_comes_is_no_rewording():
    hub = Published(card(a="Blue"))
    assert hub.asked(card(b="Navy")) == []
    hub.publish(card(b="Navy"))
    assert hub.asked(card(a="Blue", b="Navy")) == []


def test_what_comes_back_is_what_it_was():
    hub = Published(card(a="Blue", b="Red"))
    hub.publish(card(b="Red"))
    [asked] = hub.asked(card(a="Navy", b="Red"))
    assert (asked.was, asked.told) == ("Blue", "Blue")
    assert hub.publish(card(a="Navy", b="Red"), True) == card(a="Blue")


def test_words_that_change_places_are_told_by_their_keys():
    hub = Published(card(a="Yes", b="No"))
    told = hub.publish(card(a="No", b="Yes"), True, True)
    assert told == card(a="Yes", b="No")
    words = by_words(hub.offered[CARD]["q_1"], told[CARD]["q_1"])
    assert [as_told(each, words) for each in ("No", "Yes")] == ["Yes", "No"]


def test_a_choice_of_several_outputs_is_asked_about_once():
    before = {CARD: {"liked": {"a": "Blue"}, "disliked": {"a": "Blue"}}}
    now = {CARD: {"liked": {"a": "Navy"}, "disliked": {"a": "Navy"}}}
    hub = Published(before)
    [asked] = hub.asked(now)
    assert asked.parts == ("liked", "disliked")
    assert hub.publish(now, True) == before


@pytest.mark.parametrize(
    ("before", "now", "pairs"),
    [
        (["Blue", "Red"], ["Navy", "Red"], [("Blue", "Navy")]),
        (["Blue", "Red"], ["Red", "Blue"], []),
        (["Blue", "Red"], ["Red"], []),
        (["Blue", "Red"], ["Blue", "Red", "Navy"], []),
        (["Blue", "Red"], ["White", "Blue", "Crimson"], [("Red", "Crimson")]),
        # Put right while another came beside it: by what reads almost alike.
        (["Wendesday", "Friday"], ["Monday", "Wednesday", "Friday"], [("Wendesday", "Wednesday")]),
        (["Blue", "Red"], ["Square", "Red", "Blue"], []),
        ([f"a{n}" for n in range(30)], [f"b{n}" for n in range(40)], []),
    ],
)
def test_a_line_of_a_form_is_known_by_its_place(before, now, pairs):
    asked = Published(form(*before)).asked(form(*now))
    assert [(each.was, each.now) for each in asked] == pairs


def test_what_was_said_in_words_that_are_gone_goes_on_being_told_as_it_was():
    hub = Published(form("Blue", "Red"))
    hub.publish(form("Navy", "Red"), True)
    told = hub.publish(form("Ink", "Red"), False)
    assert as_told("Navy", told[FORM]["f1"]) == "Blue"
    assert as_told(["Ink", "Red", "Blue"], told[FORM]["f1"]) == ["Ink", "Red", "Blue"]


def test_what_was_read_once_reads_now_as_the_same_answer_does():
    choices, told = {"Ink": "Ink", "Red": "Red"}, {"Navy": "Blue", "Ink": "Blue"}
    assert as_read(["Blue", "Navy", "Ink", "Red", "Gone", 3], choices, told) == [
        *("Ink", "Ink", "Ink", "Red", "Gone", 3)
    ]


def test_what_is_new_and_reads_like_another_is_told_like_it():
    hub = Published(card(a="Blue"))
    hub.publish(card(a="Navy"), True)
    assert hub.publish(card(a="Navy", b="Navy")) == card(a="Blue", b="Blue")


def test_one_word_cannot_be_told_in_two():
    hub = Published(card(a="Sorry", b="No luck"))
    now = card(a="No luck", b="No luck")
    told = hub.publish(now, True)
    assert told_apart(now, told) == [(CARD, "q_1", "No luck")]
    assert told_apart(now, {}) == []


def test_a_new_choice_that_is_told_like_a_reworded_one_is_found_once():
    hub = Published(card(a="Blue"))
    hub.publish(card(a="Navy"), True)
    now, known = card(a="Navy", b="Blue"), hub.known
    told = hub.publish(now)
    assert told_alike(known, now, told) == [(CARD, "q_1", "Navy", "Blue", "Blue")]
    assert told_alike(hub.known, now, told) == []


def test_an_answer_is_to_one_question_alone():
    hub = Published(card(a="Blue"))
    [navy], [ink] = hub.asked(card(a="Navy")), hub.asked(card(a="Ink"))
    assert navy.name != ink.name
    assert navy.name == hub.asked(card(a="Navy"))[0].name


WORDS = st.sampled_from(["Blue", "Navy", "Ink", "Red", "Rose"])
STEPS = st.lists(st.tuples(st.dictionaries(st.sampled_from("abc"), WORDS), st.booleans()))


@given(st.dictionaries(st.sampled_from("abc"), WORDS), STEPS)
def test_whatever_is_reworded_is_told_as_it_was_answered(first, steps):
    """Played against the plainest thing: what was told of each, written down at every answer."""
    hub, truth = Published(card(**first)), dict(first)
    for choices, same in steps:
        asked = hub.asked(card(**choices))
        reworded = {each.key for each in asked}
        known = dict(truth)
        # Of one that reads like another, what is told is the other's.
        told = hub.publish(card(**choices), *[same] * len(asked)).get(CARD, {}).get("q_1", {})
        for key, now in choices.items():
            value = told.get(key, now)
            if key in reworded:
                assert value == (known[key] if same else now)
            elif key in known:
                assert value == known[key]
            else:
                assert value == now or now in choices.values()
            truth[key] = value
        for key in known.keys() - choices.keys():
            assert told.get(key) == known[key]
