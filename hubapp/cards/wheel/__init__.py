"""Spin the wheel: the server picks a slice by its weight before the wheel turns."""

from __future__ import annotations

import math
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
from hubapp.core.reading import colour, identifier, number, rows, switched, text
from hubapp.core.words import Words

_COLOURS = ("#ff5a36", "#ffd166", "#0d3b2e", "#3ddc97", "#f4f1de", "#5b5f97")
_TURNS = 5
"""Whole turns before the wheel stops."""


class Wheel(CardType):
    """See the module."""

    kind: ClassVar[str] = "wheel"
    label: ClassVar[Words] = Words("Spin the wheel")
    icon: ClassVar[str] = "chart-donut"
    purpose: ClassVar[Words] = Words(
        "A wheel of prizes, decided by chance. Good for giving something back."
    )
    art: ClassVar[str] = "rays"
    call_to_action: ClassVar[Words] = Words("Spin to win")
    default_title: ClassVar[str] = "Spin to win"
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    blank_items: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "slices": {
            "id": "",
            "label": "",
            "colour": "#5b5f97",
            "weight": 1,
            "win": False,
            "title": "",
            "text": "",
        }
    }

    def default_content(self) -> Content:
        examples = (
            ("10% off", True, "You won 10% off", "Use the code SUMMER10 at the till."),
            ("Try again", False, "Not this time", "Come back tomorrow for another spin."),
            ("Free coffee", True, "You won a coffee", "Show this screen at any of our bars."),
            ("So close", False, "So close", "One slice further and it was yours."),
        )
        slices = [
            {
                "id": f"s{at}",
                "label": label,
                "colour": _COLOURS[at],
                "weight": 1,
                "win": win,
                "title": title,
                "text": words,
            }
            for at, (label, win, title, words) in enumerate(examples)
        ]
        return {"slices": slices}

    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        return {
            "slices": [
                {
                    "id": identifier(each.get("id")),
                    "label": text(each.get("label"), 40),
                    "colour": colour(each.get("colour"), "#5b5f97"),
                    "weight": number(each.get("weight"), 0, 1_000_000, 1),
                    "win": switched(each.get("win")),
                    "title": text(each.get("title"), 120),
                    "text": text(each.get("text"), 1000),
                }
                for each in rows(posted.get("slices"))
            ]
        }

    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        slices, problems = content["slices"], []
        if not 2 <= len(slices) <= 16:
            problems.append(Problem("slices", Words("A wheel needs 2 to 16 slices.")))
        if slices and not any(each["weight"] > 0 for each in slices):
            sentence = Words("No slice can win: every weight is 0. Give one a weight above 0.")
            problems.append(Problem("slices-0-weight", sentence))
        for at, each in enumerate(slices):
            if not each["label"]:
                sentence = Words("Slice %(number)s has no label.", number=at + 1)
                problems.append(Problem(f"slices-{at}-label", sentence))
            if not each["title"]:
                sentence = Words(
                    "Slice %(number)s has no result title. Say what the visitor gets.",
                    number=at + 1,
                )
                problems.append(Problem(f"slices-{at}-title", sentence))
        return problems

    def duration(self, content: Content) -> Words:
        return Words("30 s")

    def public_content(self, content: Content) -> Content:
        slices, count = content["slices"], max(1, len(content["slices"]))
        return {
            "slices": [
                {
                    "label": each["label"],
                    "colour": each["colour"],
                    "ink": _ink(each["colour"]),
                    "path": _path(at, count),
                    "angle": round((at + 0.5) * 360 / count - 90, 2),
                }
                for at, each in enumerate(slices)
            ]
        }

    def steps(self, content: Content) -> int:
        return 1

    def check_answer(
        self, content: Content, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return Accepted("spun")

    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        slices = content["slices"]
        weights = [max(0.0, float(each["weight"])) for each in slices]
        if not any(weights):
            return Outcome({"prize": "", "won": False})
        at = chance.choices(range(len(slices)), weights)[0]
        chosen = slices[at]
        screen = {
            "title": chosen["title"],
            "text": chosen["text"],
            "label": chosen["label"],
            "win": chosen["win"],
            "stop": round(_TURNS * 360 - (at + 0.5) * 360 / len(slices), 2),
            "rest": round(-(at + 0.5) * 360 / len(slices), 2),
        }
        return Outcome({"prize": chosen["label"], "won": chosen["win"]}, screen)

    def outputs(self, content: Content) -> list[Output]:
        sample = next((each["label"] for each in content["slices"]), "")
        return [
            Output("prize", Words("Prize"), "text", sample),
            Output("won", Words("Won"), "boolean", True),
        ]


def _path(at: int, count: int) -> str:
    """A slice of the unit wheel (radius 100), clockwise from the top."""
    points = []
    for edge in (at, at + 1):
        turn = 2 * math.pi * edge / count - math.pi / 2
        points.append(f"{100 * math.cos(turn):.2f} {100 * math.sin(turn):.2f}")
    large = 1 if count < 2 else 0
    return f"M0 0L{points[0]}A100 100 0 {large} 1 {points[1]}Z"


def _ink(background: str) -> str:
    """Black or white, whichever reads better on the slice (WCAG relative luminance)."""
    parts = [int(background[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#fff"
