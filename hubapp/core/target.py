"""What a destination takes, and by what it knows people: the words of a mapping's right side."""

from __future__ import annotations

from dataclasses import dataclass

from hubapp.core.words import NOTHING, Words


@dataclass(frozen=True)
class IdentityRule:
    """A way to say who somebody is. identifies: what a field that holds it identifies people by
    (``core/field_kind.FieldKind.identifies``); consequence: what choosing it means, in one
    sentence; creates: whoever is not there yet is made; label_of: the label of the alias that it
    finds people by, empty when it is none: a mapping may have one of its own."""

    key: str
    label: Words
    consequence: Words
    identifies: tuple[str, ...]
    creates: bool = True
    label_of: str = ""


@dataclass(frozen=True)
class TargetGroup:
    """Targets of one sort. key: what their keys begin with, such as ``custom.``; label: of one of
    them, within a sentence; title: above them in a list; named: the marketer names the target, and
    its key is the group's and the name; lasting: what stands there stays until another value comes,
    unlike what goes with an event."""

    key: str
    label: Words
    title: Words
    named: bool = False
    lasting: bool = True


@dataclass(frozen=True)
class Target:
    """Something the destination takes. key: ``attribute.email``; value_types: what it can
    be made of; help: one sentence."""

    key: str
    label: Words
    group: Words
    value_types: tuple[str, ...]
    help: Words = NOTHING
    once: bool = False
    """What stands there is a consent, which a person may take back there: it leaves only with the
    submission in which it was given."""
