"""Swiper: what is liked decides, and nothing liked is an answer too."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.swiper import Swiper
from hubapp.cards.swiper.content import Swipe, SwiperContent
from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.endings import Ending, Points

SWIPER = Swiper()


def swipe(id_: str, outcome: str, points: float = 1) -> Swipe:
    return Swipe(id=id_, text=id_.title(), points=(Points(outcome=outcome, points=points),))


@pytest.fixture
def content() -> SwiperContent:
    return SwiperContent(
        question="This?",
        outcomes=(Ending(id="out", title="Out"), Ending(id="home", title="Home")),
        swipes=(swipe("hike", "out"), swipe("film", "home", 3), swipe("lake", "out")),
    )


def outcome(content: SwiperContent, *liked: str):
    return SWIPER.outcome(content, [list(liked)], random.Random(1))  # noqa: S311


def test_what_is_liked_is_kept_in_its_order(content):
    assert SWIPER.check_answer(content, 0, ["lake", "hike"]) == Accepted(["hike", "lake"])
    assert SWIPER.check_answer(content, 0, []) == Accepted([])
    assert isinstance(SWIPER.check_answer(content, 0, ["hike", "gone"]), NotAccepted)


@pytest.mark.parametrize(
    ("liked", "title"),
    [
        (("hike", "lake"), "Out"),
        (("hike", "film", "lake"), "Home"),
        (("film",), "Home"),
        ((), "Out"),
    ],
)
def test_the_points_of_what_is_liked_decide(content, liked, title):
    assert outcome(content, *liked).values["outcome"] == title


def test_how_near_each_was_is_shown_if_the_marketer_wants_it(content):
    assert [each["share"] for each in outcome(content, "hike", "film").screen["mix"]] == [25, 75]
    hidden = content.model_copy(update={"show_mix": False})
    assert outcome(hidden, "hike").screen["mix"] == []


def test_every_thing_is_a_source(content):
    values = SWIPER.output_values(content, [["film"]], outcome(content, "film"))
    assert values == {
        "outcome": "Home",
        "points_out": 0,
        "points_home": 3,
        "liked": ["Film"],
        "disliked": ["Hike", "Lake"],
        "s_hike": False,
        "s_film": True,
        "s_lake": False,
    }
    assert {each.key for each in SWIPER.outputs(content)} == set(values)
    assert SWIPER.output_values(content, [], None) == {}


def test_example_plays_reach_every_outcome(content):
    found = [outcome(content, *play[0]).values["outcome"] for play in SWIPER.example_plays(content)]
    assert found == ["Out", "Home"]


def test_without_things_there_is_nothing_to_play(content):
    assert SWIPER.steps(content) == 1
    assert SWIPER.steps(SwiperContent()) == 0


def test_what_is_missing_is_named(content):
    assert SWIPER.problems(content, publishing=True) == []
    bare = content.model_copy(update={"swipes": (*content.swipes, Swipe(id="x")), "question": ""})
    places = [each.where for each in SWIPER.problems(bare, publishing=True)]
    assert places == ["question", "swipes.x.text"]
    empty = [each.where for each in SWIPER.problems(SwiperContent(), publishing=True)]
    assert empty == ["outcomes", "question", "swipes"]
    assert SWIPER.problems(SwiperContent(), publishing=False) == []
