"""The contract of a card type. Adding one = its folder + one line in ``cards/__init__.py``."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hubapp.core.errors import Problem
from hubapp.core.words import NOTHING, Words

Content = dict[str, Any]
Answer = Any
Chance = random.Random


@dataclass(frozen=True)
class Output:
    """Something that a mapping may use: an answer, the score, the prize.

    value_type: ``text``, ``number``, ``boolean``, ``date`` or ``list``.
    """

    key: str
    label: Words
    value_type: str
    sample: Any


@dataclass(frozen=True)
class Outcome:
    """What the server decided. ``values``: output key -> value; ``screen``: what the
    result template shows (title, text, ...). Both must be JSON. What a type always says stands in
    its template, so that it is said in the visitor's language."""

    values: Mapping[str, Any] = field(default_factory=dict)
    screen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Accepted:
    """An answer as it is stored (JSON)."""

    answer: Answer


@dataclass(frozen=True)
class NotAccepted:
    """A sentence for the visitor: what to choose or do."""

    sentence: Words


class CardType(ABC):
    """One kind of card. Everything here is pure; templates sit in the type's folder:

    ``editor.html`` (editing form, gets ``content``, ``problems``),
    ``play.html`` (gets ``public``, ``step``, ``card``; and after the play ``result``).
    """

    kind: ClassVar[str]
    """Stored, never renamed."""
    label: ClassVar[Words]
    icon: ClassVar[str]
    """Name of a Tabler outline icon."""
    purpose: ClassVar[Words]
    """One sentence in the card picker on what it is good for."""
    call_to_action: ClassVar[Words]
    """On the card's cover, a verb: ``Take the quiz``."""
    default_title: ClassVar[str]
    """Text, not Words, for it becomes the marketer's own; so does the default content."""
    art: ClassVar[str] = "waves"
    """Pattern of the generated cover, see ``core/art.py``."""
    needs_form: ClassVar[bool] = False
    """Without a form the card is nothing, so publishing asks for one."""
    scripts: ClassVar[tuple[str, ...]] = ()
    """Files of ``static/`` that the play page loads, e.g. ``("play.js",)``."""
    styles: ClassVar[tuple[str, ...]] = ()
    blank_items: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """What **Add** puts into a list of the content: path with ``*`` for any position, e.g.
    ``{"questions": {...}, "questions-*-choices": {...}}``. Each gets a new ``id``."""

    @abstractmethod
    def default_content(self) -> Content:
        """The content of a new card: playable, with example texts that invite changing."""

    @abstractmethod
    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        """The content after the editing form was saved. ``posted`` is nested, see
        ``core/posted.py``. Tolerant: cleans types and lengths, keeps ids, refuses nothing."""

    @abstractmethod
    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        """What is wrong; tolerant while drafting, strict when publishing. ``where`` is the
        name of the control, e.g. ``questions-0-text``."""

    def duration(self, content: Content) -> Words:
        """A hint such as ``2 min`` for the chip on the cover; empty when it says nothing."""
        return NOTHING

    def asset_ids(self, content: Content) -> list[str]:
        """Ids of pictures that the content shows."""
        return []

    @abstractmethod
    def public_content(self, content: Content) -> Content:
        """What the browser may see before the outcome: never answers, odds or codes."""

    def steps(self, content: Content) -> int:
        """How many answers a play takes. 0: nothing to play (content, form)."""
        return 0

    def check_answer(
        self, content: Content, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        """Read the answer to step ``step`` (from 0) as posted under the name ``answer``."""
        return Accepted(None)

    def feedback(self, content: Content, step: int, answer: Answer) -> Mapping[str, Any] | None:
        """What may be said right after an answer: ``{"right": bool, "answer", "text"}``."""
        return None

    @abstractmethod
    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        """Decide, on the server, once per play."""

    @abstractmethod
    def outputs(self, content: Content) -> list[Output]:
        """What a mapping may use."""

    def output_values(
        self, content: Content, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        """Output key -> value for what is known so far. Default: the outcome's values."""
        return dict(outcome.values) if outcome else {}

    def tally_keys(self, content: Content, answers: Sequence[Answer]) -> list[str]:
        """Counters that this play adds one to; the result screen gets all of the card's."""
        return []
