"""Spin the wheel: the server picks a slice by its weight before the wheel turns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from hubapp.cards.wheel.content import Slice, WheelContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.content import Json
from hubapp.core.entry_rule import PER_ADDRESS
from hubapp.core.errors import Problem
from hubapp.core.words import Words

_COLOURS = ("#ff5a36", "#ffd166", "#0d3b2e", "#3ddc97")
_TURNS = 5
"""Whole turns before the wheel stops."""
_FEWEST, _MOST = 2, 16


class Wheel(CardType[WheelContent]):
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
    entry_rule: ClassVar[str] = PER_ADDRESS
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[WheelContent]] = WheelContent

    def default_content(self) -> WheelContent:
        examples = (
            ("10% off", True, "You won 10% off", "Use the code SUMMER10 at the till."),
            ("No luck", False, "Not this time", "Thank you for spinning. There is more to play."),
            ("Free coffee", True, "You won a coffee", "Show this screen at any of our bars."),
            ("So close", False, "So close", "One slice further and it was yours."),
        )
        return WheelContent(
            slices=tuple(
                Slice(label=label, colour=colour, win=win, title=title, text=words)
                for colour, (label, win, title, words) in zip(_COLOURS, examples, strict=True)
            )
        )

    def problems(self, content: WheelContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        slices, problems = content.slices, []
        if not _FEWEST <= len(slices) <= _MOST:
            problems.append(Problem("slices", Words("A wheel needs 2 to 16 slices.")))
        if slices and not any(each.weight > 0 for each in slices):
            sentence = Words("No slice can win: every weight is 0. Give one a weight above 0.")
            problems.append(Problem(f"slices.{slices[0].id}.weight", sentence))
        for number, each in enumerate(slices, 1):
            if not each.label:
                sentence = Words("Slice %(number)s has no label.", number=number)
                problems.append(Problem(f"slices.{each.id}.label", sentence))
            if not each.title:
                sentence = Words(
                    "Slice %(number)s has no result title. Say what the visitor gets.",
                    number=number,
                )
                problems.append(Problem(f"slices.{each.id}.title", sentence))
        return problems

    def duration(self, content: WheelContent) -> Words:
        return Words("%(seconds)s s", seconds=30)

    def public_content(self, content: WheelContent) -> Json:
        """Beside what is not secret, how each slice is drawn."""
        public, count = super().public_content(content), max(1, len(content.slices))
        for at, each in enumerate(public["slices"]):
            each["ink"], each["path"] = _ink(each["colour"]), _path(at, count)
            each["angle"] = round((at + 0.5) * 360 / count - 90, 2)
        return public

    def steps(self, content: WheelContent) -> int:
        return 1

    def check_answer(
        self, content: WheelContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return Accepted("spun")

    def outcome(self, content: WheelContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        weights = [max(0.0, float(each.weight)) for each in content.slices]
        if not any(weights):
            return Outcome({"prize": "", "won": False})
        at = chance.choices(range(len(content.slices)), weights)[0]
        chosen, turn = content.slices[at], (at + 0.5) * 360 / len(content.slices)
        screen = {
            "title": chosen.title,
            "text": chosen.text,
            "label": chosen.label,
            "win": chosen.win,
            "stop": round(_TURNS * 360 - turn, 2),
            "rest": round(-turn, 2),
        }
        return Outcome({"prize": chosen.label, "won": chosen.win}, screen)

    def outputs(self, content: WheelContent) -> list[Output]:
        sample = next((each.label for each in content.slices), "")
        return [
            Output("prize", Words("Prize"), "text", sample),
            Output("won", Words("Won"), "boolean", True),
        ]

    def example_plays(self, content: WheelContent) -> list[list[list[str]]]:
        """The slice is chance's to choose, whatever is posted."""
        return [[["spin"]], [["reveal"]]]


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
