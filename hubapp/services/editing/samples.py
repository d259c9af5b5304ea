"""What still stands as it came with a new card: texts to know of, promises to say yes to, and
codes, links and consents that must be somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from hubapp.cards import card_type_of, opened
from hubapp.core.content import Part, about
from hubapp.core.errors import Problem
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.services.editing.drafts import Json

Said = Callable[[str], str]
WORDS, PROMISE, OWN = "words", "promise", "own"


_OF_WORDS = ("line", "lines", "rich")


class Sample(NamedTuple):
    """about: the title of its card; weight: ``words``, ``promise`` or ``own``."""

    about: str
    where: str
    text: str
    weight: str


class _Text(NamedTuple):
    """path: of the control, without the ids of the items that it stands in: what came with a card
    is known by it."""

    where: str
    path: str
    text: str
    weight: str


def samples_of(docs: Mapping[str, Json], said: Said = str) -> list[Sample]:
    """All of them, in the order of the cards. said: puts what comes with a field into the hub's
    language."""
    found: list[Sample] = []
    for page in docs["hub"]["pages"]:
        for card_id in docs.get(f"page:{page}", {}).get("cards", ()):
            if card := docs.get(f"card:{card_id}"):
                found += _of_card(card_id, card)
                found += _of_form(card_id, card, docs.get(f"form:{card_id}") or {}, said)
    return found


def samples_to_replace(samples: Iterable[Sample]) -> list[Problem]:
    """Those of them that stand in the way of publishing."""
    return [
        Problem(
            each.where,
            Words(
                "“%(title)s”: “%(text)s” is a sample. Put your own in its place.",
                title=each.about,
                text=each.text,
            ),
        )
        for each in samples
        if each.weight == OWN
    ]


def _of_card(card_id: str, card: Json) -> Iterator[Sample]:
    card_type, title = card_type_of(card["kind"]), card["title"]
    if card_type and title == card_type.default_title:
        yield Sample(title, f"card:{card_id}/card_title", title, WORDS)
    open_card = opened(card["kind"], card.get("schema", 1), card["content"])
    if open_card is None:
        return
    came = _came_with(card["kind"])
    for each in _texts(open_card.content):
        if (each.path, each.text) in came:
            yield Sample(title, f"card:{card_id}/{each.where}", each.text, each.weight)


@cache
def _came_with(kind: str) -> frozenset[tuple[str, str]]:
    # One entry a kind of card, and those are few.
    card_type = card_type_of(kind)
    found = _texts(card_type.default_content()) if card_type else ()
    return frozenset((each.path, each.text) for each in found)


def _texts(part: Part, where: str = "", path: str = "") -> Iterator[_Text]:
    # What a slice without a prize says promises nothing.
    loses = getattr(part, "win", True) is False
    for name, control, own, promised in _fields_of(type(part)):
        value = getattr(part, name)
        if control == "items":
            for each in value:
                yield from _texts(each, f"{where}{name}.{each.id}.", f"{path}{name}.")
        elif value:
            weight = PROMISE if promised and not loses else OWN if own else WORDS
            yield _Text(f"{where}{name}", f"{path}{name}", value, weight)


@cache
def _fields_of(kind: type[Part]) -> tuple[tuple[str, str, bool, bool], ...]:
    """Name, control, whether it must be one's own, and whether it promises: of what may be a
    sample. One entry a type of part, and those are few."""
    described = ((name, about(field)["control"]) for name, field in kind.model_fields.items())
    return tuple(
        (name, control, name in kind.own_words, name in kind.promises)
        for name, control in described
        if control == "items" or (control in _OF_WORDS and name not in kind.values)
    )


def _of_form(card_id: str, card: Json, form: Json, said: Said) -> Iterator[Sample]:
    for field in form.get("fields", ()) if form.get("placement") else ():
        kind = field_kind_of(field["kind"])
        for option in kind.options if kind else ():
            came = option.default
            if not isinstance(came, str) or not came or option.control == "select":
                continue
            text = field["options"].get(option.key, came)
            if text in (came, said(came)):
                where = f"form:{card_id}/fields.{field['id']}.options.{option.key}"
                weight = OWN if kind and option.key in kind.own_words else WORDS
                yield Sample(card["title"], where, text, weight)
