"""Cards of a draft: add, order, duplicate, remove."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from hubapp.cards import card_type_of
from hubapp.core.controls import with_new_ids
from hubapp.core.errors import NotFoundHere
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.services.editing.addresses import free_card_slug, pages_of
from hubapp.services.editing.drafts import locked, make_step
from hubapp.services.editing.entries import EntryControls
from hubapp.services.editing.limits import TITLE

Json = dict[str, Any]


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
        "entry": EntryControls(rule=card_type.entry_rule).model_dump(),
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


def title_of_copy(title: str, said: Callable[[Words], str]) -> str:
    """The title that says of which one it is a copy, in the language of whoever copies."""
    whole = said(Words("%(title)s (copy)", title=title))
    if (over := len(whole) - TITLE) <= 0:
        return whole
    return said(Words("%(title)s (copy)", title=f"{title[: -over - 1].rstrip()}…"))


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
