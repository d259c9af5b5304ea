"""Scratch card: what lies under the foil was drawn on the server when the card was taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from hubapp.cards.scratch.content import ScratchContent
from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.prize import Prize
from hubapp.core.prizes import PrizeCard
from hubapp.core.words import Words


class Scratch(PrizeCard[ScratchContent]):
    """See the module."""

    kind: ClassVar[str] = "scratch"
    label: ClassVar[Words] = Words("Scratch card")
    icon: ClassVar[str] = "ticket"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words("A prize under foil. Good for a reward in a few seconds.")
    art: ClassVar[str] = "confetti"
    call_to_action: ClassVar[Words] = Words("Scratch and see")
    default_title: ClassVar[str] = "Scratch and win"
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[ScratchContent]] = ScratchContent

    def default_content(self) -> ScratchContent:
        return ScratchContent(
            foil="Scratch here",
            prizes=(
                Prize(
                    label="Free dessert",
                    win=True,
                    title="You won a dessert",
                    text="Show this screen when you order.",
                    code="SWEET",
                ),
                Prize(
                    label="10% off",
                    weight=2,
                    win=True,
                    title="You won 10% off",
                    text="Use the code at the till.",
                    code="TEN",
                ),
                Prize(
                    label="No prize",
                    weight=2,
                    title="Not this time",
                    text="Thank you for playing. There is more to find on this page.",
                ),
            ),
        )

    def check_answer(
        self, content: ScratchContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return Accepted("taken")

    def example_plays(self, content: ScratchContent) -> list[list[list[str]]]:
        """What is found is chance's to choose, whatever is posted."""
        return [[["scratch"]], [["reveal"]]]
