"""The contract of a field kind. Adding one = its folder + one line in ``fields/__init__.py``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from hubapp.core.words import NOTHING, Words


@dataclass(frozen=True)
class Clean:
    """A value that may be stored (JSON). ``None``: left empty."""

    value: Any


@dataclass(frozen=True)
class Unclean:
    """A sentence for the visitor that says what to type."""

    sentence: Words


@dataclass(frozen=True)
class FieldOption:
    """A setting of a field in the editor.

    control: ``text``, ``number``, ``lines`` (one choice a line) or ``select``, whose choices are
    value and words in a language.
    """

    key: str
    label: Words
    control: str
    default: Any
    help: Words = NOTHING
    choices: Callable[[str], Sequence[tuple[str, str]]] | None = None


class FieldKind(ABC):
    """One kind of field. Pure. Beside it in its folder stands ``input.html``, which gets ``field``,
    ``kind``, ``raw`` (what was typed, a list of texts) and ``problems`` (key -> sentence)."""

    kind: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str]
    default_key: ClassVar[str]
    default_label: ClassVar[str]
    """Text, not Words, for it becomes the marketer's own, in the hub's language where its catalogue
    has it; so do defaults of options."""
    autocomplete: ClassVar[str] = "off"
    inputmode: ClassVar[str] = "text"
    value_type: ClassVar[str] = "text"
    """``text``, ``number``, ``boolean`` or ``date``: what a mapping may make of it."""
    personal: ClassVar[bool] = False
    """True: never in logs, hidden from analysts."""
    means: ClassVar[str] = ""
    """What every destination knows such a value by: ``email``, ``phone``, ``first_name``,
    ``last_name``, ``country``, ``birthday`` or ``consent``; empty: the marketer's own."""
    identifies: ClassVar[str] = ""
    """What a person can be found by with it: ``email``, ``phone`` or ``id``; empty: nothing."""
    named: ClassVar[bool] = False
    """True: it is a name of a person, who is looked for by its words."""
    suggested: ClassVar[bool] = True
    """A first mapping takes it in, if it means something that the mapping begins with."""
    shown: ClassVar[bool] = True
    """False: visitors see nothing of it, so it needs no label and cannot be required."""
    sample: ClassVar[Any] = "Blue"
    options: ClassVar[tuple[FieldOption, ...]] = ()
    own_words: ClassVar[tuple[str, ...]] = ()
    """Keys of options whose sample must never be published: what somebody agrees to."""
    receipt: ClassVar[bool] = False
    """True: the value is whether somebody agreed. ``receipt_of`` is kept with it, and it leaves
    only with the submission in which it was given. It is a consent, which nobody has to give, or a
    ``condition``; either way the editor does not ask whether it is required."""
    condition: ClassVar[bool] = False
    """True, for a receipt: nobody takes part without it. It is always required, cannot be taken
    back, and is nothing that a mapping may use."""

    @property
    def may_be_required(self) -> bool:
        """The editor asks whether it is."""
        return self.shown and not self.receipt

    def receipt_of(self, options: Mapping[str, Any]) -> str:
        """What was agreed to, in the words that are kept."""
        return ""

    def link_parameter(self, options: Mapping[str, Any]) -> str:
        """The URL parameter that it reads from the visitor's link; empty for none."""
        return ""

    def compared(self, value: Any) -> str:
        """A clean value as it is compared with others where entries are limited: what reaches the
        same person is the same text. It is sent as it was typed."""
        return str(value)

    def hint(self, value: Any) -> str:
        """Enough of a clean value for whoever told it to know it by, and not the whole."""
        return f"{str(value)[:2]}…"

    def filled_in(self, value: Any, options: Mapping[str, Any]) -> Sequence[str]:
        """What stands in its input, filled in for whoever has shown that this clean value is
        theirs; what agrees to something is never filled in."""
        return () if self.receipt else (str(value),)

    def fine_print(self, options: Mapping[str, Any]) -> Words | None:
        """What the visitor should know of it at the form's button, in a word; None: nothing."""
        return None

    def lines(self, options: Mapping[str, Any]) -> Sequence[str]:
        """The values that are words of the marketer's own, as they stand in the form: in other
        words they are the same answer or a new one, see ``core/rewording.py``."""
        return ()

    def choices(self, options: Mapping[str, Any], language: str = "en") -> list[tuple[str, str]]:
        """What is posted for each choice of its input, and its words in a language; empty: it is
        typed."""
        return []

    def source_of(
        self, posted: Sequence[str], link: Mapping[str, str], options: Mapping[str, Any]
    ) -> Sequence[str]:
        """Where its value comes from: what was posted, or the link that brought the visitor
        (URL parameter -> value)."""
        return posted

    @abstractmethod
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        """Read what was posted (or came in the URL, for hidden fields)."""

    def unfit(self, value: Any, options: Mapping[str, Any], today: date) -> Words | None:
        """Why a clean value does not do on this day, which is the hub's, for the visitor; None when
        it does."""
        return None

    def guess(self, value: Any) -> str | None:
        """What whoever typed this clean value may have meant, clean too; None: just this. They are
        asked once, and what they typed is taken when they send it again."""
        return None

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        """Sentences on settings that do not hold when publishing."""
        return []
