"""The contract of a destination: build requests, judge replies. Pure, so it needs no server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from hubapp.core import showing, writing
from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.target import IdentityRule as IdentityRule  # read here by whoever builds one
from hubapp.core.target import Target as Target
from hubapp.core.target import TargetGroup as TargetGroup
from hubapp.core.trigger import TriggerKind
from hubapp.core.words import NOTHING, Words


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands in a request, e.g. ``("attributes", 3)``."""

    array: str
    index: int


@dataclass(frozen=True)
class OutgoingRequest:
    """One HTTP request. ``placements``: for each record taken, in order, its spots;
    a record whose values cannot be sent has none, and its reason and sentence are in
    ``unsendable``. objects: how many the destination will count in it.
    ``headers`` carries the credential: never log or show this object."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    placements: tuple[tuple[Spot, ...], ...] = ()
    unsendable: Mapping[int, tuple[str, Words]] = field(default_factory=dict)
    objects: int = 0

    @property
    def taken(self) -> int:
        """How many of the records given to ``build`` this request is about (a prefix)."""
        return len(self.placements)


class Failure(StrEnum):
    """Why there is no reply."""

    NOT_SENT = "not_sent"
    """No byte of the request has left (refused, no handshake, DNS for a moment)."""
    UNKNOWN = "unknown"
    """It may have been processed: time-out or broken off after sending."""
    FORBIDDEN = "forbidden"
    """We refuse to go there (private address, not https), or cannot say it (a header)."""
    NO_HOST = "no_host"
    """The host does not exist."""


@dataclass(frozen=True)
class Reply:
    """What came back. ``status`` None: ``failure`` says why, ``words`` in our own. Header names are
    lower case."""

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: Failure | None = None
    words: Words = NOTHING


class Action(StrEnum):
    """What to do with a record after a reply (ARCHITECTURE 3)."""

    DELIVERED = "delivered"
    REJECTED = "rejected"
    RETRY = "retry"
    THROTTLED = "throttled"
    HOLD = "hold"
    SPLIT = "split"
    STOP = "stop"
    """As ``hold``, until somebody resumes it: it asked for no more, so it is not tried either."""


@dataclass(frozen=True)
class Verdict:
    """words: the destination's own words with what to do; wait: seconds, for throttled;
    outcome_unknown: it may have been stored although no answer came; reason: the same for all
    that were refused for the same reason, at most 60 characters: a key, see
    ``Destination.reasons``."""

    action: Action
    words: Words = NOTHING
    wait: float | None = None
    request_id: str = ""
    outcome_unknown: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Rate:
    """At most ``requests`` in ``seconds``."""

    requests: int
    seconds: int


@dataclass(frozen=True)
class Check:
    """Something that an account must be able to do (needed), or might. works: of an answer; None:
    it does not tell. Checks that ask the same share one request. mend: what to do about it."""

    label: Words
    request: OutgoingRequest
    works: Callable[[Reply], bool | None]
    mend: Words
    needed: bool = True


class Rights:
    """What a destination does for a person's rights. This one can do nothing: what was sent to it
    stays there until somebody deletes it by hand, and whoever erases somebody is told so."""

    needs: Words = NOTHING
    """What the credential must be allowed to do before a whole profile can be deleted."""

    def taking_back(self, record: Record) -> Record | None:
        """The record that takes away what this one may have left there: None at each target that is
        emptied. It names the same person, logs no event and makes nobody. None: nothing of it
        stays. What the person may have said there themselves (subscriptions) is left as it is."""
        return None

    def withdrawn(self, record: Record) -> Record | None:
        """The record that takes back the consents of this one, at the same targets. None: it has
        none."""
        return None

    def deletion(
        self, settings: Mapping[str, Any], secret: str, record: Record
    ) -> OutgoingRequest | None:
        """A request that deletes everything that is known there of the record's person, for good.
        None: it cannot be asked for."""
        return None

    def judge_deletion(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        """``DELIVERED``: gone, or never there. ``RETRY`` and ``THROTTLED``: not just now. All else:
        no, and ``words`` say what to do. Never raises."""
        return Verdict(Action.REJECTED, reply.words)

    def profile(self, record: Record) -> Words:
        """The profile that a deletion is about, within a sentence."""
        return Words.verbatim(record.identity)


class Destination(ABC):
    """A kind of place that data goes to. Templates: ``settings.html`` in its folder."""

    kind: ClassVar[str]
    label: ClassVar[str]
    """The name of the product, the same in every language."""
    sentence: ClassVar[Words]
    identity_rules: ClassVar[tuple[IdentityRule, ...]]
    groups: ClassVar[tuple[TargetGroup, ...]]
    """Every target belongs to one, by the beginning of its key."""
    secret_label: ClassVar[Words]
    secret_help: ClassVar[Words]
    """Where to find the credential, and what it must be allowed to do."""
    reasons: ClassVar[tuple[Words, ...]] = ()
    """Why its verdicts reject. The key of a reason is its English."""
    why_left_out: Callable[[str, Any], Words | None] = staticmethod(showing.nothing_left_out)
    """Target and value -> why ``build`` leaves it out, for the destination would drop it without a
    word; None when it does not. It is told to whoever asks what became of it."""
    carries: Callable[[str, Mapping[str, Sequence[Any]]], bool] = staticmethod(
        showing.everything_carried
    )
    """Target and the objects of a delivery, by array, as ``build`` made them -> a value of the
    target stands in them."""
    value_in: Callable[[str, Mapping[str, Sequence[Any]]], Any] = staticmethod(showing.as_it_was)
    """Target and objects, as for ``carries`` -> the value as it stands in them; None: it tells not.
    """
    doubts: Callable[[FieldMapping], list[Problem]] = staticmethod(showing.nothing_doubted)
    """What of a mapping does more than it seems to, at its controls: it may be saved all the same.
    """
    row_for: Callable[[Source, FieldMapping], MappingRow | None] = staticmethod(showing.no_place)
    """Where a source would go beside what is mapped already; None when it has no place."""
    ways: Callable[[str], tuple[str, ...]] = staticmethod(writing.always)
    """Target -> how it can be written, see ``core/writing``."""
    list_limit: ClassVar[Words] = NOTHING
    """How long a list it keeps, in a sentence; nothing where no list is added to."""
    shown: Callable[[Record], list[showing.Shown]] = staticmethod(showing.nothing_shown)
    """The record as the destination would show the person, section by section."""
    cost: Callable[[Record], Words] = staticmethod(showing.no_cost)
    """What it charges for the record, in one sentence."""
    checks: Callable[[Mapping[str, Any], str], list[Check]] = staticmethod(showing.nothing_to_check)
    """Settings and credential -> what can be tried of them without changing anything there."""
    triggers: ClassVar[tuple[TriggerKind, ...]] = ()
    """The kinds of message that it can be asked to send at a chosen moment. The record of one has a
    ``trigger``, and ``build`` makes a request of it alone."""
    trigger_problems: Callable[[str, str, str, Sequence[str]], list[Problem]] = staticmethod(
        showing.no_triggers
    )
    """Kind and id of a message, the identity rule, the names of its properties -> what is wrong.
    ``where``: ``kind``, ``target``, ``rows.r0.name``..."""
    message_link: Callable[[str, str, str], str] = staticmethod(showing.no_message_link)
    """Address, parameter, key -> a link to paste into its messages: it leads to the address, tells
    in the parameter who opens it, and signs that with the key (``services/people/links.py``)."""
    rights: ClassVar[Rights] = Rights()
    begin: ClassVar[Words] = Words("Connect")
    """On the button that begins."""
    creates_people: ClassVar[bool] = False
    """It makes profiles, and can be asked to update those alone that are there."""
    whom_words: ClassVar[Words] = NOTHING
    """What to know before everybody is sent, whether they gave a consent or not."""
    event_words: ClassVar[tuple[Words, Words]] = (
        Words("Also log one event per submission"),
        Words("Name of the event"),
    )
    """What a mapping's event is here: the switch for it, and what its name is called."""
    event_name: ClassVar[str] = "hub_submission"
    """The name that suggests itself."""
    place: Callable[[Mapping[str, Any]], str | None] = staticmethod(showing.the_home)
    """Settings -> its home as everybody may see it, when that holds what is like a password; None
    when it does not."""
    secret_kept: Callable[[str, str, Mapping[str, str]], str] = staticmethod(showing.the_typed)
    """The credential that is saved, the one that was typed (perhaps empty) and what else was posted
    -> the one to keep. Both may stay while the other side changes."""

    @abstractmethod
    def targets(self) -> list[Target]:
        """Standard targets; of a group whose targets are named, the name follows its key."""

    @abstractmethod
    def clean_settings(
        self, posted: Mapping[str, str], extra_endpoints: Sequence[str]
    ) -> tuple[dict[str, Any], list[Problem]]:
        """Settings without secrets as they are stored, and what is wrong with them."""

    @abstractmethod
    def secret_problems(self, secret: str) -> list[Problem]:
        """What is wrong with the form of the credential."""

    @abstractmethod
    def lint(self, mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
        """What is wrong with a mapping. ``where``: ``rows.r0.target``, ``identity_source``..."""

    @abstractmethod
    def suggest(self, sources: Sequence[Source]) -> FieldMapping:
        """A sensible first mapping of these sources: what is ``suggested``, and no more."""

    @abstractmethod
    def keeps(self, target: str) -> bool:
        """A value at this target stays until another is sent, so sending the same again changes
        nothing. False for events, and for what a person may have changed there meanwhile."""

    @abstractmethod
    def example_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings complete enough to build a request that is only shown."""

    @abstractmethod
    def control_to_mend(self, reply: Reply) -> str:
        """After a probe that failed: the control that is most likely wrong, or ``secret``."""

    @abstractmethod
    def home(self, settings: Mapping[str, Any]) -> str:
        """Where the data ends up, whatever credential brings it: one place, one home."""

    @abstractmethod
    def rates(self, settings: Mapping[str, Any]) -> list[Rate]:
        """How fast one credential may send; all connections with it share these."""

    @abstractmethod
    def probe(self, settings: Mapping[str, Any], secret: str) -> OutgoingRequest:
        """A harmless request that shows whether the credential works."""

    @abstractmethod
    def judge_probe(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        """``DELIVERED``: it works. ``HOLD``: it does not, ``words`` says why and what to do.
        ``RETRY``: the destination does not answer just now."""

    @abstractmethod
    def build(
        self, settings: Mapping[str, Any], secret: str, records: Sequence[Record], at_most: int = 0
    ) -> OutgoingRequest:
        """One request with as many of ``records``, from the first on, as fit (at least one).
        at_most: an upper bound of objects, 0 for the destination's own."""

    @abstractmethod
    def judge(
        self, settings: Mapping[str, Any], reply: Reply, request: OutgoingRequest
    ) -> list[Verdict]:
        """One verdict for each record taken, in order."""

    @abstractmethod
    def describe(self, record: Record) -> list[Words]:
        """What the destination will do with the record, in sentences."""
