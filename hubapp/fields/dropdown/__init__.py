"""One of many choices, in a list that opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.choosing import Choosing
from hubapp.core.field_kind import Clean, FieldOption, Unclean
from hubapp.core.words import Words


class Dropdown(Choosing):
    """See the module."""

    kind: ClassVar[str] = "dropdown"
    label: ClassVar[Words] = Words("Dropdown")
    icon: ClassVar[str] = "forms"
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
        found = self.chosen(raw[:1], options)
        if found == [] and not required:
            return Clean(None)
        if not found:
            return Unclean(Words("Choose one of the answers to “%(question)s”.", question=label))
        return Clean(found[0])
