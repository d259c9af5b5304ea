"""Secret code: whoever has one types it and sees what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from hubapp.cards.code.content import CodeContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
    Pool,
)
from hubapp.core.codes import LONGEST
from hubapp.core.errors import Problem
from hubapp.core.words import Words

_POOL = "codes"


class SecretCode(CardType[CodeContent]):
    """See the module."""

    kind: ClassVar[str] = "code"
    label: ClassVar[Words] = Words("Secret code")
    icon: ClassVar[str] = "key"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "A code from a pack, a receipt or a poster opens it. Good for thanking those who bought."
    )
    art: ClassVar[str] = "bubbles"
    call_to_action: ClassVar[Words] = Words("Enter your code")
    default_title: ClassVar[str] = "Have you got the code?"
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[CodeContent]] = CodeContent

    def default_content(self) -> CodeContent:
        return CodeContent(
            question="What is your code?",
            where="It is printed inside of the lid.",
            title="That is the one",
            text="Thank you. Say here what the code opens.",
        )

    def problems(self, content: CodeContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content.question:
            sentence = Words("The card asks for nothing. Say which code to type.")
            problems.append(Problem("question", sentence))
        if not content.title:
            sentence = Words("Say what whoever has a code gets to see.")
            problems.append(Problem("title", sentence))
        if content.image and not (content.alt or content.decorative):
            sentence = Words("The picture has no description. Say what it shows.")
            problems.append(Problem("alt", sentence))
        return problems

    def duration(self, content: CodeContent) -> Words:
        return Words("%(seconds)s s", seconds=20)

    def steps(self, content: CodeContent) -> int:
        return 1

    def pools(self, content: CodeContent) -> list[Pool]:
        return [Pool(_POOL, Words("Codes that open this card"), asked=True)]

    def asks_code(self, content: CodeContent, step: int) -> str:
        return _POOL

    def codes_once(self, content: CodeContent) -> bool:
        return content.once

    def check_answer(
        self, content: CodeContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        typed = raw[0].strip() if raw else ""
        if not typed:
            return NotAccepted(Words("Type your code."))
        if len(typed) > 2 * LONGEST:
            return NotAccepted(Words("That is too long for a code. Type the code alone."))
        return Accepted("opened")

    def outcome(self, content: CodeContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        shown = {"title": content.title, "text": content.text}
        return Outcome({"opened": True}, shown)

    def outputs(self, content: CodeContent) -> list[Output]:
        return [Output("opened", Words("Opened with a code"), "boolean", True)]

    def example_plays(self, content: CodeContent) -> list[list[list[str]]]:
        return [[["OPEN-SESAME"]], [["2468-1357"]]]
