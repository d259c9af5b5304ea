"""Any number of several choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.choosing import Choosing, choices_of
from hubapp.core.field_kind import Clean, FieldOption, Unclean
from hubapp.core.reading import number
from hubapp.core.words import Words

_MANY = 1_000


class MultipleChoice(Choosing):
    """The value is a list of texts, in the order of the form."""

    kind: ClassVar[str] = "multiple_choice"
    label: ClassVar[Words] = Words("Multiple choice")
    icon: ClassVar[str] = "list-check"
    default_key: ClassVar[str] = "choices"
    default_label: ClassVar[str] = "Which ones?"
    value_type: ClassVar[str] = "list"
    sample: ClassVar[Any] = ["Blue", "Red"]
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "choices", Words("Choices"), "lines", "Blue\nGreen\nRed", Words("One choice a line.")
        ),
        FieldOption("most", Words("At most how many?"), "number", 0, Words("0: any number.")),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        found, most = self.chosen(raw, options), _most(options)
        if found is None:
            return Unclean(Words("Choose from the answers to “%(question)s”.", question=label))
        if not found and required:
            return Unclean(
                Words("Choose at least one of the answers to “%(question)s”.", question=label)
            )
        if most and len(found) > most:
            return Unclean(
                Words(
                    "Choose at most %(most)s; you have chosen %(count)s.",
                    most=most,
                    count=len(found),
                )
            )
        return Clean(found or None)

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        problems, most = super().option_problems(options), _most(options)
        if most == 1 and len(choices_of(options)) > 1:
            problems.append(Words("at most one is a single choice. Use that kind, or allow more."))
        return problems


def _most(options: Mapping[str, Any]) -> int:
    """0: any number."""
    return int(number(options.get("most"), 0, _MANY, 0))
