"""What changed between two contents of one shape, in words: for whoever is about to publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hubapp.core.content import Item, Part, about
from hubapp.core.words import Words

Names = Mapping[str, Words]
_LONGEST_SAID = 80
_COMMON: Names = {
    "text": Words("text"),
    "placement": Words("place of the form"),
    "headline": Words("headline"),
    "button": Words("button"),
    "fields": Words("field"),
    "kind": Words("kind"),
    "key": Words("key"),
    "help": Words("help text"),
    "required": Words("required"),
    "prizes": Words("result"),
    "alt": Words("picture description"),
    "image": Words("picture"),
    "decorative": Words("a picture that only decorates"),
    "title": Words("title"),
    "label": Words("label"),
    "question": Words("question"),
    "questions": Words("question"),
    "choices": Words("choice"),
    "points": Words("points of an answer"),
    "outcomes": Words("outcome"),
    "outcome": Words("outcome"),
    "code": Words("code"),
    "weight": Words("weight"),
    "win": Words("a prize"),
    "unique": Words("with a code of its own for each"),
    "limit": Words("how many there are"),
    "instead": Words("what is given once there are none"),
    "colour": Words("colour"),
    "thanks_title": Words("title of the thank-you"),
    "thanks_text": Words("text of the thank-you"),
    "confirm": Words("confirming the email address"),
    "mixed": Words("choices in another order for each visitor"),
    "show_mix": Words("showing how near each outcome was"),
}
"""Field -> what people call it; of a list, one of its items; of a switch, what is so when it is on.
A part with other fields names them itself (``content.Part.names``)."""


class Difference(NamedTuple):
    """where: the control of the newer content, or of what held it; empty for the whole."""

    where: str
    sentence: Words


def name_of(part: Part | type[Part], field: str) -> Words:
    """What people call a field; its own name in the code when nobody has said."""
    return part.names.get(field) or _COMMON.get(field) or Words.verbatim(field)


def value_words(part: Part, field: str, value: Any) -> Any:
    """What people call a value, where it has a name; else the value."""
    called = part.values.get(field)
    return called.get(value, value) if called else value


def differences(before: Part, after: Part, options: Names | None = None) -> list[Difference]:
    """Everything in which ``after`` differs from ``before``: empty exactly when they are equal.
    options: what people call the keys of settings."""
    return list(_of_part(before, after, "", None, options or {}))


def _of_part(
    before: Part, after: Part, path: str, inside: Words | None, options: Names
) -> Iterator[Difference]:
    for name, field in type(after).model_fields.items():
        old, new = getattr(before, name), getattr(after, name)
        if old == new or name == "id":
            continue
        called, where = name_of(after, name), f"{path}{name}"
        control = about(field)["control"]
        if isinstance(new, tuple):
            yield from _of_list(old, new, where, inside, called, options)
        elif isinstance(new, dict):
            yield from _of_settings(old, new, where, inside, options)
        else:
            old, new = (value_words(after, name, each) for each in (old, new))
            yield Difference(where, _changed(control, inside, called, old, new))


def _of_list(
    old: Sequence[Item],
    new: Sequence[Item],
    where: str,
    inside: Words | None,
    noun: Words,
    options: Names,
) -> Iterator[Difference]:
    was, stays = {each.id: each for each in old}, {each.id for each in new}
    for number, each in enumerate(old, 1):
        if each.id not in stays:
            what = _within(inside, item_words(noun, number, each))
            yield Difference(where, Words("%(what)s removed", what=what))
    for number, each in enumerate(new, 1):
        what = _within(inside, item_words(noun, number, each))
        if each.id not in was:
            yield Difference(f"{where}.{each.id}", Words("%(what)s added", what=what))
        else:
            yield from _of_part(was[each.id], each, f"{where}.{each.id}.", what, options)
    if not _same_order(old, new):
        sentence = Words("%(what)s: another order", what=_within(inside, noun))
        yield Difference(where, sentence)


def _same_order(old: Sequence[Item], new: Sequence[Item]) -> bool:
    both = {each.id for each in old} & {each.id for each in new}
    return [each.id for each in old if each.id in both] == [
        each.id for each in new if each.id in both
    ]


def _of_settings(
    old: Mapping[str, Any], new: Mapping[str, Any], where: str, inside: Words | None, options: Names
) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        # What another release kept as a number and this one as a text is the same to everybody.
        if _plain(old.get(key)) != _plain(new.get(key)):
            what = _within(inside, options.get(key) or Words.verbatim(key))
            yield Difference(f"{where}.{key}", text_change(what, old.get(key), new.get(key)))


def _changed(control: str, inside: Words | None, called: Words, old: Any, new: Any) -> Words:
    if isinstance(new, bool):
        return _switched(inside, called, new)
    what = _within(inside, called)
    if control == "picture":
        return picture_change(what, old, new)
    if control in ("reference", "rich"):
        return Words("%(what)s changed", what=what)
    return text_change(what, old, new)


def _switched(inside: Words | None, called: Words, on: bool) -> Words:
    said = Words("now %(what)s", what=called) if on else Words("no longer %(what)s", what=called)
    return said if inside is None else Words("%(item)s: %(said)s", item=inside, said=said)


def picture_change(what: Words, old: str, new: str) -> Words:
    """Of two ids of pictures, either may be empty."""
    if not new:
        return Words("%(what)s taken away", what=what)
    if not old:
        return Words("%(what)s added", what=what)
    return Words("%(what)s: another one", what=what)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def text_change(what: Words, old: Any, new: Any) -> Words:
    """Both as they are while they are short; None and empty texts are nothing."""
    was, now = (each if isinstance(each, Words) else _plain(each) for each in (old, new))
    if any("\n" in str(each) or len(str(each)) > _LONGEST_SAID for each in (was, now)):
        return Words("%(what)s changed", what=what)
    if was and now:
        return Words("%(what)s: “%(now)s” instead of “%(was)s”", what=what, now=now, was=was)
    if now:
        return Words("%(what)s: now “%(now)s”", what=what, now=now)
    return Words("%(what)s: no longer “%(was)s”", what=what, was=was)


def item_words(noun: Words, number: int, item: Item) -> Words:
    """``question 3 (“How many?”)``."""
    texts = (getattr(item, name, "") for name in ("text", "label", "title"))
    name = next((each for each in texts if each), "")
    if not name:
        return Words("%(noun)s %(number)s", noun=noun, number=number)
    if len(name) > _LONGEST_SAID:
        name = f"{name[:_LONGEST_SAID].rstrip()}…"
    return Words("%(noun)s %(number)s (“%(name)s”)", noun=noun, number=number, name=name)


def _within(inside: Words | None, what: Words) -> Words:
    return what if inside is None else Words("%(inside)s, %(what)s", inside=inside, what=what)
