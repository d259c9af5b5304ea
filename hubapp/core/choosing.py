"""Choices that the marketer wrote, one a line, and what the kinds of fields that offer them have in
common. A choice is posted by its id and kept as its text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import LONGEST, one_line
from hubapp.core.words import Words


def choices_of(options: Mapping[str, Any]) -> list[str]:
    """The choices, one a line, each once, and each as its answer will be read."""
    lines = (one_line([line]) for line in str(options.get("choices", "")).splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def choices_by_id(options: Mapping[str, Any]) -> dict[str, str]:
    """Id -> text. The id comes of the text, so the forms of every version that was ever published
    have theirs, and nothing that a browser does to the text on its way can lose a choice."""
    found: dict[str, str] = {}
    for text in choices_of(options):
        found[_free_id(text, found)] = text
    return found


def _free_id(text: str, taken: Mapping[str, str]) -> str:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return next(id_ for length in range(6, 17) if (id_ := f"c{digest[:length]}") not in taken)


class Choosing(FieldKind):
    """Asks for one or several of its option ``choices``."""

    def chosen(self, raw: Sequence[str], options: Mapping[str, Any]) -> list[str] | None:
        """The texts of what was posted, in the form's order; None when something is no choice. A
        form that an earlier release showed posts the text itself."""
        offered = choices_by_id(options)
        posted = {line for each in raw if (line := one_line([each]))}
        texts = {offered.get(each, each) for each in posted}
        if not texts <= set(offered.values()):
            return None
        return [text for text in offered.values() if text in texts]

    def filled_in(self, value: Any, options: Mapping[str, Any]) -> Sequence[str]:
        texts = value if isinstance(value, list) else [value]
        return [id_ for id_, text in choices_by_id(options).items() if text in texts]

    def choices(self, options: Mapping[str, Any], language: str = "en") -> list[tuple[str, str]]:
        """Id and words of each choice, which are the marketer's in every language."""
        return list(choices_by_id(options).items())

    def lines(self, options: Mapping[str, Any]) -> Sequence[str]:
        return choices_of(options)

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        found = choices_of(options)
        if len(found) < 2:
            return [Words("it needs at least two choices. Type one a line.")]
        return [
            Words(
                "the choice “%(begins)s…” has more than %(most)s characters. Shorten it.",
                begins=each[:30],
                most=LONGEST,
            )
            for each in found
            if len(each) > LONGEST
        ]


class ChoosingOne(Choosing):
    """Asks for one of them, however they are shown."""

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
