"""The contract of a card type. Adding one = its folder + one line in ``cards/__init__.py``."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import ValidationError

from hubapp.core.content import Content, Json, pictures_in, public_part
from hubapp.core.entry_rule import NO_LIMIT
from hubapp.core.errors import Problem
from hubapp.core.prize import Prize
from hubapp.core.words import NOTHING, Words

C = TypeVar("C", bound=Content)
Answer = Any
Chance = random.Random
Upgrade = Callable[[Json], Json]


@dataclass(frozen=True)
class Output:
    """Something that a mapping may use: an answer, the score, the prize.

    value_type: ``text``, ``number``, ``boolean``, ``date`` or ``list``. shared: whoever opens the
    address of somebody else's play may see it: how it went, never what was typed, chosen or given.
    name: what it is called in names, such as the question; the label when it is empty. The first
    output of a card is the one that says most: a new mapping takes it in.
    choices: all values that there can be, or that a list may hold, each by a key that stays when it
    is renamed; by that key it is told in its first words, see ``core/rewording.py``, and counted in
    the results. Empty for what is free, such as words of one's own. counted: False where another
    output of the same choices is.
    """

    key: str
    label: Words
    value_type: str
    sample: Any
    shared: bool = False
    name: str = ""
    choices: Sequence[tuple[str, Any]] = ()
    counted: bool = True

    def worded(self) -> dict[str, str]:
        """Key -> words, of the choices that have words."""
        return {key: words for key, words in self.choices if isinstance(words, str) and words}

    def chosen(self, value: Any) -> list[str]:
        """The keys of the choices that a value is, or holds."""
        held = value if isinstance(value, list) else [value]
        keys = {str(each): key for key, each in reversed(self.choices)}
        return [keys[str(each)] for each in held if str(each) in keys]


@dataclass(frozen=True)
class Outcome:
    """What the server decided. ``values``: output key -> value; ``screen``: what the
    result template shows (title, text, ...). Both must be JSON. prize: the id of what chance drew,
    of a type that has prizes. award: the number of what was given of a list, see
    ``services/stock``; whose code stands there and not in here."""

    values: Mapping[str, Any] = field(default_factory=dict)
    screen: Mapping[str, Any] = field(default_factory=dict)
    prize: str = ""
    award: int = 0

    def with_code(self, code: str) -> Outcome:
        """The same, with a code of a list in it."""
        values, screen = {**self.values, "code": code}, {**self.screen, "code": code}
        return replace(self, values=values, screen=screen)


@dataclass(frozen=True)
class Pool:
    """A list of codes that a card needs beside its content. name: stored, at most 20 characters of
    a-z and 0-9; label: what it is for; asked: visitors type these codes (upper or lower case,
    spaces and hyphens do not matter), else each is given once, as it stands."""

    name: str
    label: Words
    asked: bool = False


@dataclass(frozen=True)
class Accepted:
    """An answer as it is stored (JSON)."""

    answer: Answer


@dataclass(frozen=True)
class NotAccepted:
    """A sentence for the visitor: what to choose or do."""

    sentence: Words


class Unreadable(ValueError):
    """A stored document that this release cannot read: it is kept, and shown as a placeholder."""


class Giving(ABC, Generic[C]):
    """What a card gives of which there is only so much, and what it asks for in return. A type that
    does neither leaves all of it as it is."""

    def pools(self, content: C) -> list[Pool]:
        """The lists of codes that such a card gives from or asks for. A card without codes in one
        of them cannot be published."""
        return [
            Pool(each.id, Words("Codes of “%(prize)s”", prize=each.label))
            for each in self.prizes(content)
            if each.unique
        ]

    def prizes(self, content: C) -> Sequence[Prize]:
        """What chance may give. Of what runs out the house gives no more than there is."""
        return ()

    def outcome_with(
        self, content: C, answers: Sequence[Answer], prize: Prize | None, chance: Chance
    ) -> Outcome:
        """The outcome that gives this prize, None: nothing at all. For types with prizes."""
        return Outcome()

    def asks_code(self, content: C, step: int) -> str:
        """The name of the pool in which the answer to this step must be; empty: any answer will
        do. A code is no part of the answer that is kept."""
        return ""

    def codes_once(self, content: C) -> bool:
        """A code that is asked for opens the card once, and not as often as it is typed."""
        return True


class Dealing(ABC, Generic[C]):
    """What is another for each play."""

    def dealt(self, content: C, seed: str) -> C:
        """As one play shows it, where choices may stand in another order for each. seed: the same
        through a play, and another in each."""
        return content


class CardType(Giving[C], Dealing[C], ABC, Generic[C]):
    """One kind of card. Everything here is pure; templates sit in the type's folder:

    ``editor.html`` (gets ``content``, ``problems``; a control is named
    ``questions.<id>.text``), ``play.html`` (gets ``public``, ``step``, ``steps``, and of an answer
    that was not accepted ``problem`` and ``given``) and ``result.html`` (gets ``public``,
    ``result``, ``tally``).
    """

    kind: ClassVar[str]
    """Stored, never renamed; the name of the type's folder."""
    label: ClassVar[Words]
    icon: ClassVar[str]
    """Name of a Tabler outline icon."""
    picture: ClassVar[str] = ""
    """File of ``static/`` that the card picker shows: such a card at play, 480 by 320 as WebP.
    Empty: the icon stands there."""
    purpose: ClassVar[Words]
    """One sentence in the card picker on what it is good for."""
    call_to_action: ClassVar[Words]
    """On the card's cover, a verb: ``Take the quiz``."""
    default_title: ClassVar[str]
    Content: ClassVar[type[Any]]
    """What such a card holds: shape, limits and what is secret, see ``core/content.py``."""
    schema: ClassVar[int] = 1
    """Number of the shape of ``Content``; it grows by one when what is stored changes."""
    upgrades: ClassVar[Mapping[int, Upgrade]] = {}
    """Schema number -> function that makes the next schema's document of it."""
    art: ClassVar[str] = "waves"
    """Pattern of the generated cover, see ``core/art.py``."""
    needs_form: ClassVar[bool] = False
    """Without a form the card is nothing, so publishing asks for one."""
    entry_rule: ClassVar[str] = NO_LIMIT
    """How often somebody may take part in a new card, of ``core/entry_rule.RULES``. Where chance or
    a draw gives something: ``PER_ADDRESS``, which counts visitors where no form asks for an
    address. Where everybody's voice counts: ``PER_VISITOR``."""
    scripts: ClassVar[tuple[str, ...]] = ()
    """Files of ``static/`` that the play page loads, e.g. ``("play.js",)``."""
    styles: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def default_content(self) -> C:
        """The content of a new card: playable, with example texts that invite changing."""

    @abstractmethod
    def problems(self, content: C, publishing: bool) -> list[Problem]:
        """What is wrong; tolerant while drafting, strict when publishing. ``where`` is the name of
        the control, e.g. ``questions.k7m2qp.text``. What is beyond a limit is found without the
        type."""

    @abstractmethod
    def outcome(self, content: C, answers: Sequence[Answer], chance: Chance) -> Outcome:
        """Decide, on the server, once per play."""

    @abstractmethod
    def outputs(self, content: C) -> list[Output]:
        """What a mapping may use."""

    @abstractmethod
    def example_plays(self, content: C) -> list[list[list[str]]]:
        """Plays that end in each result: for each play, for each step, what is posted as
        ``answer``. One empty play for a type that is not played."""

    def read(self, stored: Mapping[str, Any], schema: int) -> C:
        """The content of a stored document of any schema ever written.

        Raises Unreadable: of a newer release, or of a shape that never was.
        """
        body = dict(stored)
        try:
            while schema < self.schema:
                body, schema = self.upgrades[schema](body), schema + 1
            if schema > self.schema:
                raise Unreadable(f"{self.kind}: schema {schema} is newer than {self.schema}")
            found: C = self.Content.model_validate(body)
        except (ValidationError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"{self.kind}: {type(error).__name__}") from None
        return found

    def tidy(self, content: C) -> C:
        """What was typed, made harmless where it could do harm (formatted text)."""
        return content

    def public_content(self, content: C) -> Json:
        """What the browser may see before the outcome: all that is not secret."""
        return public_part(self.tidy(content))

    def pictures(self, content: C) -> list[str]:
        """Ids of pictures that the content shows."""
        return pictures_in(content)

    def duration(self, content: C) -> Words:
        """A hint such as ``2 min`` for the chip on the cover; empty when it says nothing."""
        return NOTHING

    def steps(self, content: C) -> int:
        """How many answers a play takes. 0: nothing to play (content, form)."""
        return 0

    def check_answer(self, content: C, step: int, raw: Sequence[str]) -> Accepted | NotAccepted:
        """Read the answer to step ``step`` (from 0) as posted under the name ``answer``."""
        return Accepted(None)

    def feedback(self, content: C, step: int, answer: Answer) -> Mapping[str, Any] | None:
        """What may be said right after an answer: ``{"right": bool, "answer", "text"}``; and, to
        say it in the tile that was chosen, ``asked``, ``tiles`` (of each choice ``text``,
        ``chosen``, ``right``), and the question's ``image`` and ``alt``."""
        return None

    def output_values(
        self, content: C, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        """Output key -> value for what is known so far. Default: the outcome's values."""
        return dict(outcome.values) if outcome else {}

    def tally_keys(self, content: C, answers: Sequence[Answer]) -> list[str]:
        """Counters that this play adds one to; the result screen gets all of the card's."""
        return []
