"""What people call a control: for Undo, which says what it takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hubapp.core.content import Part, about
from hubapp.core.differing import name_of
from hubapp.core.words import Words

_TYPED = ("line", "lines", "rich", "number", "by_key")


class Called(NamedTuple):
    """words: ``question 2, choice 1``; typed: it is written letter by letter, so that what is
    saved on the way is one step."""

    words: Words
    typed: bool


def called_in(part: Part, where: str, options: Mapping[str, Words] | None = None) -> Called | None:
    """The control ``where`` of a part; None when there is none. options: what people call the keys
    of settings."""
    return _called(part, where.split("."), options or {}, None)


def _called(
    part: Part, path: Sequence[str], options: Mapping[str, Words], inside: Words | None
) -> Called | None:
    name, rest = path[0], path[1:]
    field = type(part).model_fields.get(name)
    if field is None:
        return None
    words, control = name_of(part, name), about(field)["control"]
    if control == "items" and rest:
        found = _item(part, name, rest[0])
        if found is None or not rest[1:]:
            return None
        item, number = found
        noun = Words("%(noun)s %(number)s", noun=words, number=number)
        return _called(item, rest[1:], options, _inside(inside, noun))
    if control == "by_key" and rest:
        words = options.get(rest[0], words)
    # What an item is for the most part needs no word more: question 2, and not its question.
    words = inside if inside and name == "text" else _inside(inside, words)
    return Called(words, control in _TYPED and name not in part.values)


def _item(part: Part, name: str, id_: str) -> tuple[Part, int] | None:
    pairs = enumerate(getattr(part, name), 1)
    return next(((each, number) for number, each in pairs if each.id == id_), None)


def _inside(inside: Words | None, what: Words) -> Words:
    return what if inside is None else Words("%(inside)s, %(what)s", inside=inside, what=what)
