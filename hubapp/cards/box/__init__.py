"""Pick a box: what is in it was drawn on the server, whichever box was picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from hubapp.cards.box.content import BoxContent
from hubapp.core.card_type import Accepted, Answer, Chance, NotAccepted, Outcome
from hubapp.core.prize import Prize
from hubapp.core.prizes import PrizeCard
from hubapp.core.words import Words

_ANY = 0
"""The answer of whoever does not want to pick."""


class Box(PrizeCard[BoxContent]):
    """See the module."""

    kind: ClassVar[str] = "box"
    label: ClassVar[Words] = Words("Pick a box")
    icon: ClassVar[str] = "layout-grid"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words("Closed boxes, one choice. Good for a surprise.")
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Pick a box")
    default_title: ClassVar[str] = "Which box is yours?"
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[BoxContent]] = BoxContent

    def default_content(self) -> BoxContent:
        return BoxContent(
            prizes=(
                Prize(
                    label="A tote bag",
                    win=True,
                    title="You found a tote bag",
                    text="Pick it up at our stand today.",
                    code="TOTE",
                ),
                Prize(
                    label="An empty box",
                    weight=3,
                    title="This box was empty",
                    text="Thank you for playing. There is more to find on this page.",
                ),
            ),
        )

    def check_answer(
        self, content: BoxContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        picked = raw[0] if raw else ""
        if picked == "reveal":
            return Accepted(_ANY)
        if picked in {str(each) for each in self.numbers(content)}:
            return Accepted(int(picked))
        return NotAccepted(Words("Pick one of the boxes."))

    def outcome_with(
        self, content: BoxContent, answers: Sequence[Answer], prize: Prize | None, chance: Chance
    ) -> Outcome:
        given = super().outcome_with(content, answers, prize, chance)
        return replace(given, screen={**given.screen, "picked": answers[0] if answers else _ANY})

    def numbers(self, content: BoxContent) -> range:
        """Of the boxes."""
        return range(1, int(content.boxes) + 1)

    def example_plays(self, content: BoxContent) -> list[list[list[str]]]:
        """What is found is chance's to choose, whichever is picked."""
        return [[[str(each)]] for each in self.numbers(content)] + [[["reveal"]]]
