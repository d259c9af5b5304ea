"""Spin the wheel: the server picks a slice by its weight before the wheel turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from hubapp.cards.wheel import drawing
from hubapp.cards.wheel.content import Slice, WheelContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    Chance,
    NotAccepted,
    Outcome,
    Output,
    Upgrade,
)
from hubapp.core.content import Json
from hubapp.core.entry_rule import PER_ADDRESS
from hubapp.core.errors import Problem
from hubapp.core.prize import Prize, stock_problems
from hubapp.core.prizes import ChanceCard
from hubapp.core.words import Words

_COLOURS = ("#ff5a36", "#ffd166", "#0d3b2e", "#3ddc97")
_UNCHOSEN = {*_COLOURS, "#5b5f97"}
"""What slices were painted with by themselves, before they had the colours of the theme."""
_TURNS = 5
"""Whole turns before the wheel stops."""
_FEWEST, _MOST = 2, 16


def _painted(body: Json) -> Json:
    """Whoever chose a colour keeps all of them; a wheel that was left as it came follows the theme
    from now on."""
    chosen = {str(each.get("colour", "#5b5f97")).lower() for each in body.get("slices", [])}
    return {**body, "own_colours": bool(chosen - _UNCHOSEN)}


class Wheel(ChanceCard[WheelContent]):
    """See the module."""

    kind: ClassVar[str] = "wheel"
    label: ClassVar[Words] = Words("Spin the wheel")
    icon: ClassVar[str] = "chart-donut"
    picture: ClassVar[str] = "picture.webp"
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
    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: _painted}

    def default_content(self) -> WheelContent:
        examples = (
            ("10% off", True, "You won 10% off", "Show this code at the till.", "SUMMER10"),
            (
                "No luck",
                False,
                "Not this time",
                "Thank you for spinning. There is more to play.",
                "",
            ),
            ("Free coffee", True, "You won a coffee", "Show this screen at any of our bars.", ""),
            ("So close", False, "So close", "One slice further and it was yours.", ""),
        )
        return WheelContent(
            slices=tuple(
                Slice(colour=colour, label=label, win=win, title=title, text=words, code=code)
                for colour, (label, win, title, words, code) in zip(_COLOURS, examples, strict=True)
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
        return problems + stock_problems(slices, "slices")

    def prizes(self, content: WheelContent) -> Sequence[Prize]:
        return content.slices

    def duration(self, content: WheelContent) -> Words:
        return Words("%(seconds)s s", seconds=30)

    def public_content(self, content: WheelContent) -> Json:
        """Beside what is not secret, how the wheel is drawn."""
        public, count = super().public_content(content), max(1, len(content.slices))
        public["pegs"] = drawing.pegs(count)
        for at, each in enumerate(public["slices"]):
            each["path"], each["angle"] = drawing.path(at, count), drawing.angle(at, count)
            each["lettering"] = drawing.lettered(each["label"], count)._asdict()
            each["ink"], each["tone"] = _ink(each["colour"]), drawing.tone(at, count)
        return public

    def check_answer(
        self, content: WheelContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return Accepted("spun")

    def outcome_with(
        self,
        content: WheelContent,
        answers: Sequence[Answer],
        prize: Prize | None,
        chance: Chance,
    ) -> Outcome:
        given = super().outcome_with(content, answers, prize, chance)
        if prize is None:
            return given
        at, count = [each.id for each in content.slices].index(prize.id), len(content.slices)
        off = drawing.reach(count)
        rest = round(-drawing.angle(at, count) + chance.uniform(-off, off), 2)
        stop = round(_TURNS * 360 + rest, 2)
        return replace(given, screen={**given.screen, "stop": stop, "rest": rest})

    def outputs(self, content: WheelContent) -> list[Output]:
        prize, *others = super().outputs(content)
        # Everybody sees what is on a wheel.
        return [replace(prize, shared=True), *others]

    def example_plays(self, content: WheelContent) -> list[list[list[str]]]:
        """The slice is chance's to choose, whatever is posted."""
        return [[["spin"]], [["reveal"]]]


def _ink(background: str) -> str:
    """Black or white, whichever reads better on the slice (WCAG relative luminance)."""
    parts = [int(background[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#fff"
