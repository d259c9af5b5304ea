"""What visitors will see that they do not see now, in words: one hub frozen twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any, NamedTuple

from hubapp.cards import card_type_of, opened
from hubapp.core.card_form import CardForm
from hubapp.core.differing import Difference, differences, picture_change, text_change
from hubapp.core.entry_rule import RULE_LABELS, EntryRule
from hubapp.core.languages import own_name
from hubapp.core.opening import Opening
from hubapp.core.snapshot import CardSnapshot, FormSnapshot, HubSnapshot, PageSnapshot, Theme
from hubapp.core.staying import STAYS, WAITS
from hubapp.core.theming import preset_of
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS

_HUB = Words("Hub")
_KEPT = Words("kept in the way of this release; it looks the same")
"""Of a document of an older shape."""
HUB_WORDS = {
    "name": Words("name"),
    "tagline": Words("line under the name"),
    "dates": Words("dates"),
    "hero_alt": Words("picture description"),
    "terms_url": Words("link to your terms"),
    "privacy_url": Words("link to your privacy notice"),
    "time_zone": Words("time zone"),
    "language": Words("language"),
    "stays": Words("how long a named person stays named"),
    "waits": Words("how long answers wait for a name"),
    "erase_days": Words("days after closing until people are erased"),
}
"""What people call the hub's own texts."""
_CALLED: dict[str, Callable[[Any], Any]] = {
    "language": own_name,
    "stays": lambda key: STAYS.get(key, key),
    "waits": lambda key: WAITS.get(key, key),
}
"""What people call what is kept as a key."""
_COLOURS = {"background": Words("background colour"), "accent": Words("accent colour")}
_TIMES = {
    "opens_at": Words("opens at"),
    "closes_at": Words("closes at"),
    "closed_text": Words("words after the closing"),
    "closed_url": Words("link after the closing"),
}
CARD_WORDS = {
    "title": Words("title"),
    "slug": Words("address"),
    "summary": Words("line under the title"),
}
"""What people call a card's own texts."""
OPTION_WORDS = {
    option.key: option.label for kind in FIELD_KINDS.values() for option in kind.options
}
"""What people call the options of a field."""


class Change(NamedTuple):
    """about: the hub, a card or its form; where: ``<document key>/<control>``, see ``checks``."""

    about: Words
    where: str
    sentence: Words


def changes_between(before: HubSnapshot | None, after: HubSnapshot) -> list[Change]:
    """Everything in which a hub differs: empty exactly when both are equal. before: None when
    nobody has seen anything of it."""
    before = before or _nothing_yet(after)
    found = [Change(_HUB, f"hub/{where}", said) for where, said in _of_hub(before, after)]
    found += _of_cards(before, after)
    if not found and before != after:
        found.append(Change(_HUB, "hub/", _KEPT))
    return found


def _nothing_yet(after: HubSnapshot) -> HubSnapshot:
    """How a hub looks, speaks and keeps time stands in the place of no other."""
    same = {key: getattr(after, key) for key in ("theme", "language", "time_zone")}
    return HubSnapshot("", stays=after.stays, waits=after.waits, **same)


def _of_hub(before: HubSnapshot, after: HubSnapshot) -> Iterator[Difference]:
    yield from _texts(before, after, HUB_WORDS)
    yield from _looks(before.theme, after.theme)
    yield from _times(before.opening, after.opening, "opening.")
    if before.logo != after.logo:
        yield Difference("logo", picture_change(Words("logo"), before.logo, after.logo))
    if before.hero != after.hero:
        what = Words("picture beside the name")
        yield Difference("hero", picture_change(what, before.hero, after.hero))
    if before.face != after.face:
        old, new = (each.name if each else "" for each in (before.face, after.face))
        yield Difference("face", text_change(Words("face of headlines"), old, new))
    yield from _pages(before.pages, after.pages)


def _as_it_is(value: Any) -> Any:
    return value


def _texts(
    before: Any, after: Any, names: dict[str, Words], path: str = ""
) -> Iterator[Difference]:
    for key, what in names.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            called = _CALLED.get(key, _as_it_is)
            yield Difference(f"{path}{key}", text_change(what, called(old), called(new)))


def _looks(before: Theme, after: Theme) -> Iterator[Difference]:
    """A look by what the screen calls it; which colour it is says its control and no number."""
    if before.preset != after.preset:
        was, now = (preset_of(each).label for each in (before, after))
        yield Difference("preset", text_change(Words("look"), was, now))
    for key, what in _COLOURS.items():
        if getattr(before, key) != getattr(after, key):
            yield Difference(key, Words("%(what)s: another one", what=what))


def _times(before: Opening, after: Opening, path: str) -> Iterator[Difference]:
    for key, what in _TIMES.items():
        old, new = (getattr(each, key).replace("T", " ") for each in (before, after))
        if getattr(before, key) != getattr(after, key):
            yield Difference(f"{path}{key}", text_change(what, old, new))


def _pages(
    before: tuple[PageSnapshot, ...], after: tuple[PageSnapshot, ...]
) -> Iterator[Difference]:
    was, now = ({each.id: each for each in pages} for pages in (before, after))
    for page_id in [*dict.fromkeys((*was, *now))]:
        old, new = was.get(page_id), now.get(page_id)
        if old and new and old.title != new.title:
            yield Difference("", text_change(Words("title of a page"), old.title, new.title))
        elif not new and old:
            yield Difference("", Words("a page removed"))
        elif not old and new:
            yield Difference("", Words("a page added"))
    if _order(was, now) != _order(now, was) or _places(before, after) != _places(after, before):
        yield Difference("cards", Words("the cards stand in another order"))


def _order(ids: Iterable[str], others: Iterable[str]) -> list[str]:
    both = set(others)
    return [each for each in ids if each in both]


def _places(
    pages: tuple[PageSnapshot, ...], others: tuple[PageSnapshot, ...]
) -> list[tuple[str, str]]:
    both = {card.id for page in others for card in page.cards}
    kept = {page.id for page in others}
    return [
        (page.id if page.id in kept else "", card.id)
        for page in pages
        for card in page.cards
        if card.id in both
    ]


def card_words(card: CardSnapshot) -> Words:
    """``Quiz “Grand final”``."""
    card_type = card_type_of(card.kind)
    kind = card_type.label if card_type else Words("Card")
    return Words("%(kind)s “%(title)s”", kind=kind, title=card.title)


def form_words(card: CardSnapshot) -> Words:
    """``Form of “Grand final”``."""
    return Words("Form of “%(title)s”", title=card.title)


def _of_cards(before: HubSnapshot, after: HubSnapshot) -> Iterator[Change]:
    was, now = ({card.id: card for card in each.cards()} for each in (before, after))
    for card in was.values():
        if card.id not in now:
            yield Change(card_words(card), "hub/cards", Words("removed"))
    for card in now.values():
        key, about = f"card:{card.id}", card_words(card)
        if card.id not in was:
            yield Change(about, f"{key}/", Words("added"))
            continue
        if (old := was[card.id]) == card:
            continue
        yield from (Change(about, f"{key}/{where}", said) for where, said in _of_card(old, card))
        about = form_words(card)
        yield from (
            Change(about, f"form:{card.id}/{where}", said)
            for where, said in _of_form(old.form, card.form)
        )


def _of_card(old: CardSnapshot, new: CardSnapshot) -> Iterator[Difference]:
    yield from _texts(old, new, CARD_WORDS, "card_")
    if old.cover != new.cover:
        what = Words("cover picture")
        yield Difference("card_cover", picture_change(what, old.cover, new.cover))
    yield from _times(old.opening, new.opening, "card_opening.")
    if old.entry != new.entry:
        for said in _rule_changes(old.entry, new.entry):
            yield Difference("card_entry", said)
    if (old.kind, old.schema, old.content) != (new.kind, new.schema, new.content):
        yield from _of_content(old, new)


def _rule_changes(old: EntryRule, new: EntryRule) -> Iterator[Words]:
    if old.rule != new.rule:
        was, now = (
            RULE_LABELS.get(each.rule or "none", Words("another rule")) for each in (old, new)
        )
        yield Words(
            "how often somebody may take part: “%(now)s” instead of “%(was)s”", now=now, was=was
        )
    if old.rule == new.rule and old.field != new.field:
        what = Words("the field by which turns are counted")
        yield text_change(what, old.field, new.field)
    if old.rule == new.rule and old.hours != new.hours:
        yield text_change(Words("hours between two turns"), old.hours, new.hours)
    if old.turns != new.turns:
        yield text_change(Words("attempts"), old.turns, new.turns)


def _of_content(old: CardSnapshot, new: CardSnapshot) -> list[Difference]:
    was, now = (opened(each.kind, each.schema, each.content) for each in (old, new))
    found = differences(was.content, now.content) if was and now and was.type is now.type else []
    return found or [Difference("", _KEPT if was and now else Words("what it holds changed"))]


def _of_form(old: FormSnapshot | None, new: FormSnapshot | None) -> list[Difference]:
    if old == new:
        return []
    if old is None or new is None:
        return [Difference("placement", Words("taken away") if old else Words("placed"))]
    was, now = (CardForm.model_validate(asdict(each)) for each in (old, new))
    found = differences(was, now, OPTION_WORDS)
    return found or [Difference("fields", _KEPT)]
