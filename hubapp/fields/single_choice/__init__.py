"""One of several choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import LONGEST, one_line
from hubapp.core.words import Words


def choices_of(options: Mapping[str, Any]) -> list[str]:
    """The choices, one a line, each once, and each as its answer will be read."""
    lines = (one_line([line])[:LONGEST] for line in str(options.get("choices", "")).splitlines())
    return list(dict.fromkeys(line for line in lines if line))


class SingleChoice(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "single_choice"
    label: ClassVar[Words] = Words("Single choice")
    icon: ClassVar[str] = "list-check"
    default_key: ClassVar[str] = "choice"
    default_label: ClassVar[str] = "Which one?"
    sample: ClassVar[Any] = "Blue"
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "choices", Words("Choices"), "lines", "Blue\nGreen\nRed", Words("One choice a line.")
        ),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        advice = Unclean(Words("Choose one of the answers to “%(question)s”.", question=label))
        if not value:
            return advice if required else Clean(None)
        if value not in choices_of(options):
            return advice
        return Clean(value)

    def choices(self, options: Mapping[str, Any], language: str = "en") -> list[tuple[str, str]]:
        """Value and words of each choice, which are the marketer's in every language."""
        return [(each, each) for each in choices_of(options)]

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        if len(choices_of(options)) < 2:
            return [Words("it needs at least two choices. Type one a line.")]
        return []
