"""Entry form: a card that is its form, with a thank-you."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from hubapp.cards.form.content import EntryContent
from hubapp.core.card_type import Answer, CardType, Chance, Outcome, Output
from hubapp.core.entry_rule import PER_ADDRESS
from hubapp.core.errors import Problem
from hubapp.core.words import Words


class FormCard(CardType[EntryContent]):
    """See the module. Its fields are the card's form, like on any other card."""

    kind: ClassVar[str] = "form"
    label: ClassVar[Words] = Words("Entry form")
    icon: ClassVar[str] = "forms"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "A form by itself. Good for a draw, a sign-up or a waiting list."
    )
    art: ClassVar[str] = "confetti"
    call_to_action: ClassVar[Words] = Words("Enter now")
    default_title: ClassVar[str] = "Enter the draw"
    entry_rule: ClassVar[str] = PER_ADDRESS
    needs_form: ClassVar[bool] = True
    Content: ClassVar[type[EntryContent]] = EntryContent

    def default_content(self) -> EntryContent:
        return EntryContent(
            intro="Tell us where to reach you, and you are in.",
            thanks_title="You are in",
            thanks_text="We will write to you if you win. Good luck!",
        )

    def problems(self, content: EntryContent, publishing: bool) -> list[Problem]:
        if content.thanks_title or not publishing:
            return []
        sentence = Words("The thank-you has no title. Say that it worked.")
        return [Problem("thanks_title", sentence)]

    def outcome(self, content: EntryContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome({}, {"title": content.thanks_title, "text": content.thanks_text})

    def outputs(self, content: EntryContent) -> list[Output]:
        return []

    def example_plays(self, content: EntryContent) -> list[list[list[str]]]:
        return [[]]
