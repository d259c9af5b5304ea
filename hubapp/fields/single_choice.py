"""One of several choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.fields.text import LONGEST, one_line


def choices_of(options: Mapping[str, Any]) -> list[str]:
    """The choices, one a line, each once."""
    lines = (line.strip()[:LONGEST] for line in str(options.get("choices", "")).splitlines())
    return list(dict.fromkeys(line for line in lines if line))


class SingleChoice(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "single_choice"
    label: ClassVar[str] = "Single choice"
    icon: ClassVar[str] = "list-check"
    default_key: ClassVar[str] = "choice"
    default_label: ClassVar[str] = "Which one?"
    widget: ClassVar[str] = "choices"
    sample: ClassVar[Any] = "Blue"
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption("choices", "Choices", "lines", "Blue\nGreen\nRed", "One choice a line."),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        if not value:
            return Unclean(f"Choose one of the answers to “{label}”.") if required else Clean(None)
        if value not in choices_of(options):
            return Unclean(f"Choose one of the answers to “{label}”.")
        return Clean(value)

    def choices(self, options: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Value and words of each choice."""
        return [(each, each) for each in choices_of(options)]

    def option_problems(self, options: Mapping[str, Any]) -> list[str]:
        if len(choices_of(options)) < 2:
            return ["it needs at least two choices. Type one a line."]
        return []
