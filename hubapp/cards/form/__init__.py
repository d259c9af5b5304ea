"""Entry form: a card that is its form, with a thank-you."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.card_type import Answer, CardType, Chance, Content, Outcome, Output
from hubapp.core.errors import Problem
from hubapp.core.reading import text
from hubapp.core.words import Words


class FormCard(CardType):
    """See the module. Its fields are the card's form, like on any other card."""

    kind: ClassVar[str] = "form"
    label: ClassVar[Words] = Words("Entry form")
    icon: ClassVar[str] = "forms"
    purpose: ClassVar[Words] = Words(
        "A form by itself. Good for a draw, a sign-up or a waiting list."
    )
    art: ClassVar[str] = "confetti"
    call_to_action: ClassVar[Words] = Words("Enter now")
    default_title: ClassVar[str] = "Enter the draw"
    needs_form: ClassVar[bool] = True

    def default_content(self) -> Content:
        return {
            "intro": "Tell us where to reach you, and you are in.",
            "thanks_title": "You are in",
            "thanks_text": "We will write to you if you win. Good luck!",
        }

    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        return {
            "intro": text(posted.get("intro"), 1000),
            "thanks_title": text(posted.get("thanks_title"), 120),
            "thanks_text": text(posted.get("thanks_text"), 1000),
        }

    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        if publishing and not content["thanks_title"]:
            sentence = Words("The thank-you has no title. Say that it worked.")
            return [Problem("thanks_title", sentence)]
        return []

    def public_content(self, content: Content) -> Content:
        return {"intro": content["intro"]}

    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome({}, {"title": content["thanks_title"], "text": content["thanks_text"]})

    def outputs(self, content: Content) -> list[Output]:
        return []
