"""Cards of a draft: add, order, duplicate, remove, save."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hubapp.cards import Opened, card_type_of, opened
from hubapp.core.content import Part, shape_problems
from hubapp.core.controls import changed, content_from, item_at, tree_of, with_new_ids
from hubapp.core.errors import EditConflict, NotFoundHere, PartlySaved, Problem, Refused
from hubapp.core.identifiers import new_id, slug_of
from hubapp.core.merging import Controls, controls_of, merged, pairs_of, without
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.services.editing.addresses import free_card_slug, pages_of, taken_slug
from hubapp.services.editing.drafts import REMOVED, locked, make_step
from hubapp.services.editing.entries import read_entry
from hubapp.services.editing.limits import ADDRESS, PICTURE, TITLE, too_long
from hubapp.services.editing.openings import read_opening

Json = dict[str, Any]
CARD_LIMITS = {
    "card_title": TITLE,
    "card_slug": ADDRESS,
    "card_summary": 300,
    "card_cover": PICTURE,
}


def add_card(hub_id: int, user_id: int | None, kind: str) -> str:
    """A new card at the end of the first page, with the type's default content. Returns its id.

    Raises NotFoundHere for an unknown kind.
    """
    card_type = card_type_of(kind)
    if card_type is None:
        raise NotFoundHere
    card_id, title = new_id(), card_type.default_title
    card = {
        "kind": kind,
        "schema": card_type.schema,
        "title": title,
        "summary": "",
        "cover": "",
        "content": with_new_ids(card_type.default_content()).model_dump(mode="json"),
        "entry": {"rule": card_type.entry_rule},
    }
    with transaction():
        docs = locked(hub_id)
        card["slug"], page_key = free_card_slug(docs, title), _first_page(docs)
        page = _with_cards(docs[page_key], [*docs[page_key]["cards"], card_id])
        what = Words("adding “%(title)s”", title=title)
        make_step(hub_id, user_id, what, {f"card:{card_id}": card, page_key: page})
    return card_id


def duplicate_card(
    hub_id: int, user_id: int | None, card_id: str, said: Callable[[Words], str] = str
) -> str:
    """A copy right behind the card, its form included. Returns the copy's id. said: puts its title
    into the language of whoever copies, for it becomes their own text."""
    copy_id = new_id()
    with transaction():
        docs = locked(hub_id)
        card, page_key = card_of(docs, card_id), _page_of(docs, card_id)
        cards, title = list(docs[page_key]["cards"]), title_of_copy(card["title"], said)
        twin = {**copy.deepcopy(card), "title": title, "slug": free_card_slug(docs, title)}
        cards.insert(cards.index(card_id) + 1, copy_id)
        changes: dict[str, Json | None] = {
            f"card:{copy_id}": twin,
            page_key: _with_cards(docs[page_key], cards),
        }
        if form := docs.get(f"form:{card_id}"):
            changes[f"form:{copy_id}"] = copy.deepcopy(form)
        make_step(hub_id, user_id, Words("duplicating “%(title)s”", title=card["title"]), changes)
    return copy_id


def remove_card(hub_id: int, user_id: int | None, card_id: str) -> str:
    """Take a card and its form out of the draft. Returns its title."""
    with transaction():
        docs = locked(hub_id)
        card, page_key = card_of(docs, card_id), _page_of(docs, card_id)
        rest = [each for each in docs[page_key]["cards"] if each != card_id]
        changes: dict[str, Json | None] = {
            f"card:{card_id}": None,
            page_key: _with_cards(docs[page_key], rest),
        }
        if f"form:{card_id}" in docs:
            changes[f"form:{card_id}"] = None
        make_step(hub_id, user_id, Words("removing “%(title)s”", title=card["title"]), changes)
    return str(card["title"])


def move_card(hub_id: int, user_id: int | None, card_id: str, position: int) -> None:
    """Put a card at ``position`` (from 0; clamped) of its page."""
    with transaction():
        docs = locked(hub_id)
        page_key = _page_of(docs, card_id)
        cards = [each for each in docs[page_key]["cards"] if each != card_id]
        cards.insert(max(0, min(position, len(cards))), card_id)
        what = Words("moving “%(title)s”", title=card_of(docs, card_id)["title"])
        make_step(hub_id, user_id, what, {page_key: _with_cards(docs[page_key], cards)})


def save_card(
    hub_id: int,
    user_id: int | None,
    card_id: str,
    posted: Mapping[str, Any],
    action: str = "",
    revision: int | None = None,
    bases: Sequence[Controls] = (),
) -> None:
    """Save the card's editing form as one step.

    posted: nested (``core/controls.tree_of``); ``card_title``, ``card_slug``, ``card_summary``,
    ``card_cover``, ``card_opening``, ``card_entry`` are the card's own, the rest is its type's
    content; action: a list button, see ``core/controls.changed``; bases: only what differs from
    them is taken, see ``core/merging.merged``, and the revision does not matter. Raises
    EditConflict, also when the card was removed meanwhile; PartlySaved when the address is taken or
    something is too long or no number, and all else is saved; Refused when that cannot be.
    """
    with transaction():
        docs, key = locked(hub_id), f"card:{card_id}"
        card = still_there(docs, card_id)
        if bases:
            now, revision = _controls_of(card), None
            posted = tree_of(merged(pairs_of(posted), bases, now).items())
        (typed, saved), left = _as_far_as_possible(docs, card_id, card, posted, action)
        expected = {key: revision} if revision is not None else None
        if typed is not None:
            what = Words("changing “%(title)s”", title=typed["title"])
            make_step(hub_id, user_id, what, {key: typed}, expected)
            expected = None
        if saved is not None:
            what = list_step(_opened(typed or card).content, action, (typed or card)["title"])
            make_step(hub_id, user_id, what, {key: saved}, expected, alone=True)
    if left:
        raise PartlySaved(*left)


_Stages = tuple[Json | None, Json | None]


def _as_far_as_possible(
    docs: Mapping[str, Json], card_id: str, card: Json, posted: Mapping[str, Any], action: str
) -> tuple[_Stages, list[Problem]]:
    """What is to be saved, and what is left as it was, since it cannot be. A list button needs all
    of the lists to be right. Raises Refused when leaving those controls out mends nothing."""
    try:
        return _saved(docs, card_id, card, posted, action), []
    except Refused as refusal:
        left = refusal.problems
        rest = without(posted, [each.where for each in left])
        if rest is None or (action and not all(each.where in CARD_LIMITS for each in left)):
            raise
        # Times and rules are one thing each: one part of them alone would mean something else.
        wholes = {each.where.partition(".")[0] for each in left} & {"card_opening", "card_entry"}
        kept = {name: value for name, value in rest.items() if name not in wholes}
        return _saved(docs, card_id, card, kept, action), [*left]


def _controls_of(card: Json) -> dict[str, str]:
    own = {name: str(card[name.removeprefix("card_")]) for name in CARD_LIMITS}
    return own | controls_of(_opened(card).content)


def list_step(part: Part, action: str, title: str | Words) -> Words:
    """What a list button does to ``part``, in words for Undo. title: of what it is in."""
    verb, item = action.partition(":")[0], item_at(part, action)
    if verb == "add":
        return Words("adding to “%(title)s”", title=title)
    if verb == "remove":
        texts = (getattr(item, name, "") for name in ("text", "label", "title"))
        name = next((each for each in texts if each), "")
        if name:
            return Words("removing “%(item)s” from “%(title)s”", item=name, title=title)
        return Words("removing from “%(title)s”", title=title)
    return Words("putting “%(title)s” in another order", title=title)


def _opened(card: Json) -> Opened:
    open_card = opened(card["kind"], card.get("schema", 1), card["content"])
    if open_card is None:
        raise NotFoundHere
    return open_card


def _saved(
    docs: Mapping[str, Json], card_id: str, card: Json, posted: Mapping[str, Any], action: str
) -> _Stages:
    """The card as it was typed, and after the list button: two steps, so that undoing the button
    leaves what was typed. What is only right after the button (the long text is removed) is one."""
    card_type, before = _opened(card)
    own, wrong = _own(posted, card)
    if own["slug"] != card["slug"]:
        own["slug"] = slug_of(own["slug"] or own["title"], fallback="card")
    wrong += taken_slug(docs, card_id, own["slug"])
    own["title"] = own["title"] or card["title"]
    read = content_from(card_type.Content, posted, before)
    stages = [card_type.tidy(read.content)]
    if action:
        stages.append(card_type.tidy(changed(stages[0], action)))
    problems = [shape_problems(stage) for stage in stages]
    if wrong := [*wrong, *read.problems, *problems[-1]]:
        raise Refused(*wrong)
    rules = _rules(posted, card)
    typed, *after = [
        {
            **card,
            **own,
            **rules,
            "schema": card_type.schema,
            "content": stage.model_dump(mode="json"),
        }
        for stage in stages
    ]
    return (None if problems[0] else typed), (after[0] if after else None)


def _rules(posted: Mapping[str, Any], card: Json) -> Json:
    """When the card is open and who may take part, where the screen asked for it."""
    kept: Json = {}
    if "card_opening" in posted:
        kept["opening"] = read_opening(posted["card_opening"], card, "card_opening")
    if "card_entry" in posted:
        kept["entry"] = read_entry(posted["card_entry"], card, "card_entry")
    return kept


def _own(posted: Mapping[str, Any], card: Json) -> tuple[dict[str, str], list[Problem]]:
    texts = {
        name: str(posted.get(name, card[name.removeprefix("card_")])).strip()
        for name in CARD_LIMITS
    }
    own = {name.removeprefix("card_"): text for name, text in texts.items()}
    return own, too_long(texts, CARD_LIMITS)


def title_of_copy(title: str, said: Callable[[Words], str]) -> str:
    """The title that says of which one it is a copy, in the language of whoever copies."""
    whole = said(Words("%(title)s (copy)", title=title))
    if (over := len(whole) - TITLE) <= 0:
        return whole
    return said(Words("%(title)s (copy)", title=f"{title[: -over - 1].rstrip()}…"))


def still_there(docs: Mapping[str, Json], card_id: str) -> Json:
    """The card on which somebody has typed. Raises EditConflict when it was removed meanwhile."""
    card = docs.get(f"card:{card_id}")
    if card is None:
        raise EditConflict(Problem(f"card:{card_id}", REMOVED))
    return card


def card_of(docs: Mapping[str, Json], card_id: str) -> Json:
    """A card of the draft. Raises NotFoundHere."""
    try:
        return docs[f"card:{card_id}"]
    except KeyError:
        raise NotFoundHere from None


def _first_page(docs: Mapping[str, Json]) -> str:
    return f"page:{docs['hub']['pages'][0]}"


def _page_of(docs: Mapping[str, Json], card_id: str) -> str:
    for page_id in docs["hub"]["pages"]:
        if card_id in docs.get(f"page:{page_id}", {}).get("cards", ()):
            return f"page:{page_id}"
    raise NotFoundHere


def _with_cards(page: Json, cards: list[str]) -> Json:
    return {**page, "cards": cards}


def cards_in_order(docs: Mapping[str, Json]) -> list[Json]:
    """The cards as the structure shows them: ``{id, form, position, last, ...document}``."""
    found = []
    for page in pages_of(docs):
        # What a page still names after it is gone is not shown.
        ids = [each for each in page["cards"] if f"card:{each}" in docs]
        for position, card_id in enumerate(ids):
            form = docs.get(f"form:{card_id}") or {}
            found.append(
                {
                    **docs[f"card:{card_id}"],
                    "id": card_id,
                    "placement": form.get("placement", ""),
                    "position": position,
                    "last": position == len(ids) - 1,
                }
            )
    return found
