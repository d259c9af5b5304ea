"""Targets, and what types of values are called."""

from __future__ import annotations

from hubapp.core.destination import Destination, TargetGroup
from hubapp.core.trigger import PREFIX
from hubapp.core.words import Words

TYPE_WORDS = {
    "text": Words("text"),
    "number": Words("number"),
    "boolean": Words("yes or no"),
    "date": Words("date"),
    "time": Words("time"),
    "list": Words("list"),
}
"""What people call the type of a source (``core/mapping.Source``)."""


def group_of(destination: Destination, target: str) -> TargetGroup | None:
    """The group of a target; None for one that this destination never had."""
    return next((each for each in destination.groups if target.startswith(each.key)), None)


def label_of(destination: Destination, target: str) -> Words:
    """A target in words: its own label, or its name and its group."""
    for each in destination.targets():
        if each.key == target:
            return each.label
    group = group_of(destination, target)
    if target.startswith(PREFIX):
        return Words("%(name)s (of the message)", name=target.removeprefix(PREFIX))
    if group is None:
        return Words.verbatim(target)
    name = target.removeprefix(group.key)
    return Words("%(name)s (%(group)s)", name=name, group=group.label)


def name_of(destination: Destination, target: str) -> Words:
    """The same without the group, where it is said by itself what it is about."""
    group = group_of(destination, target)
    if group is None or not group.named:
        return label_of(destination, target)
    return Words.verbatim(target.removeprefix(group.key))
