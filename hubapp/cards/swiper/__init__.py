"""Swiper: one thing after another, yes or no; what is liked gives points to outcomes.

All answers are one step, so that each can be taken back until they are sent. Without a script the
things are a list to tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from hubapp.cards.swiper.content import Swipe, SwiperContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.endings import (
    Ending,
    Points,
    ending_problems,
    lead,
    leading,
    mix_of,
    points_of,
)
from hubapp.core.errors import Problem
from hubapp.core.words import Words


class Swiper(CardType[SwiperContent]):
    """See the module."""

    kind: ClassVar[str] = "swiper"
    label: ClassVar[Words] = Words("Swiper")
    icon: ClassVar[str] = "cards"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "One thing after another, yes or no. Good for learning tastes without asking much."
    )
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Start swiping")
    default_title: ClassVar[str] = "What is your perfect weekend?"
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[SwiperContent]] = SwiperContent

    def default_content(self) -> SwiperContent:
        out = Ending(title="Out and about", text="You are at your best under the open sky.")
        home = Ending(title="Happy at home", text="A good weekend needs a sofa and good company.")
        things = (
            ("A hike before breakfast", out),
            ("A long film evening", home),
            ("Swimming in a lake", out),
            ("Baking bread", home),
            ("A street festival", out),
            ("Board games with friends", home),
        )
        return SwiperContent(
            question="Would you like to do this?",
            yes="Yes, please",
            no="Not for me",
            outcomes=(out, home),
            swipes=tuple(
                Swipe(text=text, points=(Points(outcome=ending.id),)) for text, ending in things
            ),
        )

    def problems(self, content: SwiperContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = ending_problems(content.outcomes, _points_of(content.swipes))
        if not content.question:
            sentence = Words("The swiper asks nothing. Say what yes and no are said to.")
            problems.append(Problem("question", sentence))
        if not content.swipes:
            problems.append(Problem("swipes", Words("There is nothing to swipe. Add something.")))
        for number, each in enumerate(content.swipes, 1):
            if not each.text:
                sentence = Words("Thing %(number)s has no text. Say what it is.", number=number)
                problems.append(Problem(f"swipes.{each.id}.text", sentence))
        return problems

    def duration(self, content: SwiperContent) -> Words:
        return Words("%(seconds)s s", seconds=max(10, 5 * round(len(content.swipes) * 0.6)))

    def steps(self, content: SwiperContent) -> int:
        return 1 if content.swipes else 0

    def check_answer(
        self, content: SwiperContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        """Ids of what is liked; nothing liked is an answer too."""
        known = [each.id for each in content.swipes]
        if set(raw) <= {*known}:
            return Accepted([each for each in known if each in raw])
        return NotAccepted(Words("Say yes or no to what is shown here."))

    def outcome(self, content: SwiperContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        given = _points_of(_liked(content, answers))
        ending, points = leading(content.outcomes, given), points_of(content.outcomes, given)
        values = {"outcome": ending.title, **{f"points_{id_}": n for id_, n in points.items()}}
        mix = mix_of(content.outcomes, points) if content.show_mix else []
        return Outcome(values, {**ending.model_dump(mode="json"), "mix": mix})

    def outputs(self, content: SwiperContent) -> list[Output]:
        sample = next((each.title for each in content.outcomes), "")
        things = [each.text for each in content.swipes]
        endings = [(each.id, each.title) for each in content.outcomes]
        swipes = [(each.id, each.text) for each in content.swipes]
        return [
            Output("outcome", Words("Outcome"), "text", sample, choices=endings),
            Output("liked", Words("What was liked"), "list", things[:2], choices=swipes),
            Output(
                "disliked",
                Words("What was not liked"),
                "list",
                things[2:],
                choices=swipes,
                counted=False,
            ),
            *(
                Output(
                    f"points_{each.id}",
                    Words("Points for “%(outcome)s”", outcome=each.title),
                    "number",
                    1,
                )
                for each in content.outcomes
            ),
            *(
                Output(
                    f"s_{each.id}",
                    Words("Yes to “%(thing)s”", thing=each.text),
                    "boolean",
                    True,
                    name=each.text,
                )
                for each in content.swipes
            ),
        ]

    def output_values(
        self, content: SwiperContent, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if answers:
            liked = _liked(content, answers)
            values = {f"s_{each.id}": each in liked for each in content.swipes}
            values["liked"] = [each.text for each in liked]
            values["disliked"] = [each.text for each in content.swipes if each not in liked]
        return values | (dict(outcome.values) if outcome else {})

    def example_plays(self, content: SwiperContent) -> list[list[list[str]]]:
        """One for each outcome: yes to all that brings it ahead."""
        return [
            [[each.id for each in content.swipes if lead(ending, each.points) > 0]]
            for ending in content.outcomes
        ]


def _liked(content: SwiperContent, answers: Sequence[Answer]) -> list[Swipe]:
    liked = answers[0] if answers else []
    return [each for each in content.swipes if each.id in liked]


def _points_of(swipes: Sequence[Swipe]) -> list[Points]:
    return [points for each in swipes for points in each.points]
