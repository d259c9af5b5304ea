"""Poll: one question; after voting the visitor sees how everybody voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    Content,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.errors import Problem
from hubapp.core.reading import identifier, rows, text
from hubapp.core.words import Words


class Poll(CardType):
    """See the module."""

    kind: ClassVar[str] = "poll"
    label: ClassVar[Words] = Words("Poll")
    icon: ClassVar[str] = "chart-bar"
    purpose: ClassVar[Words] = Words("One question, everybody's votes. Good for a quick opinion.")
    art: ClassVar[str] = "bubbles"
    call_to_action: ClassVar[Words] = Words("Cast your vote")
    default_title: ClassVar[str] = "What do you prefer?"
    blank_items: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "choices": {"id": "", "text": "", "image": "", "alt": ""}
    }

    def default_content(self) -> Content:
        choices = [
            {"id": f"c{at}", "text": each, "image": "", "alt": ""}
            for at, each in enumerate(("The beach", "The mountains", "The city"))
        ]
        return {"question": "Where would you rather be?", "choices": choices}

    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        choices = [
            {
                "id": identifier(each.get("id")),
                "text": text(each.get("text"), 200),
                "image": text(each.get("image"), 32),
                "alt": text(each.get("alt"), 200),
            }
            for each in rows(posted.get("choices"))
        ]
        return {"question": text(posted.get("question"), 300), "choices": choices}

    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content["question"]:
            sentence = Words("The poll asks nothing. Type a question.")
            problems.append(Problem("question", sentence))
        if len(content["choices"]) < 2:
            sentence = Words("A poll needs at least two choices. Add one.")
            problems.append(Problem("choices", sentence))
        for at, choice in enumerate(content["choices"]):
            if not choice["text"]:
                sentence = Words(
                    "Choice %(number)s is empty. Fill it in or remove it.", number=at + 1
                )
                problems.append(Problem(f"choices-{at}-text", sentence))
        return problems

    def asset_ids(self, content: Content) -> list[str]:
        return [each["image"] for each in content["choices"] if each["image"]]

    def duration(self, content: Content) -> Words:
        return Words("10 s")

    def public_content(self, content: Content) -> Content:
        return {"question": content["question"], "choices": content["choices"]}

    def steps(self, content: Content) -> int:
        return 1

    def check_answer(
        self, content: Content, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        if raw and raw[0] in {choice["id"] for choice in content["choices"]}:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one of the answers, then vote."))

    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        chosen = answers[0] if answers else ""
        found = (each["text"] for each in content["choices"] if each["id"] == chosen)
        return Outcome({"answer": next(found, "")}, {"chosen": chosen})

    def outputs(self, content: Content) -> list[Output]:
        sample = next((each["text"] for each in content["choices"]), "")
        label = Words("Answer to “%(question)s”", question=content["question"])
        return [Output("answer", label, "text", sample)]

    def tally_keys(self, content: Content, answers: Sequence[Answer]) -> list[str]:
        return [str(answers[0])] if answers else []
