"""The demo's second hub: a card of every type that there is, to look at and to try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select

from hubapp.cards import CARD_TYPES, opened
from hubapp.core.card_type import Pool
from hubapp.core.content import Json, Part
from hubapp.core.controls import with_new_ids
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.demo import pictures
from hubapp.extensions import db
from hubapp.models import Hub, Member
from hubapp.services import stock
from hubapp.services.editing import change, create_hub, documents, publish, store_picture

SLUG = "gallery"
TYPED = ("SUMMER-2026", "SUNSHINE")
"""Codes that open the secret code card; its question says one of them."""
_STOCK = 25
P = TypeVar("P", bound=Part)


def make_gallery(user_id: int) -> None:
    """Make the gallery where there is none."""
    member = db.session.scalars(select(Member).where(Member.user_id == user_id)).first()
    taken = db.session.scalar(select(Hub.id).where(Hub.slug == SLUG))
    if member is None or taken is not None:
        return
    look = {"preset": "gallery", "background": "#f6f3ec", "accent": "#c2410c"}
    hub = create_hub(member.workspace_id, user_id, "Gallery of cards", SLUG, theme=look)
    change(hub.id, user_id, Words("making the gallery"), _documents(hub, documents(hub.id)))
    _put_codes(hub.id)
    publish(hub.id, user_id)


def _documents(hub: Hub, docs: Json) -> Json:
    page = f"page:{docs['hub']['pages'][0]}"
    words = {"tagline": "Every kind of card there is. Play them all."}
    changes: Json = {"hub": {**docs["hub"], **words}}
    changes[page] = {**docs[page], "cards": list(CARD_TYPES)}
    for kind, card_type in CARD_TYPES.items():
        content = _own(with_new_ids(card_type.default_content())).model_dump(mode="json")
        richer = _RICHER.get(kind, lambda _workspace, _content: {})
        changes[f"card:{kind}"] = {
            "kind": kind,
            "schema": card_type.schema,
            "slug": kind,
            "title": card_type.default_title,
            "summary": str(card_type.purpose),
            "cover": "",
            "content": {**content, **richer(hub.workspace_id, content)},
            "entry": {"rule": "none"},
        }
        if card_type.needs_form:
            changes[f"form:{kind}"] = _FORM
    return changes


def _own(part: P) -> P:
    """With codes and links of the demo's own in place of the samples that nobody may publish."""
    changed: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, tuple):
            changed[name] = tuple(_own(each) if isinstance(each, Part) else each for each in value)
        elif value and name in part.own_words:
            changed[name] = f"{value}-DEMO"
    return part.model_copy(update=changed)


def _prizes(workspace_id: int, content: Json) -> Json:
    first, *others = content["prizes"]
    own = {"unique": True, "code": "", "instead": others[-1]["id"]}
    return {"prizes": [{**first, **own}, *others]}


def _places(workspace_id: int, content: Json) -> Json:
    places = zip(content["candidates"], pictures.PLACES, strict=True)
    named = [
        {**each, "text": name, "alt": shown, "image": store_picture(workspace_id, draw())}
        for each, (name, shown, draw) in places
    ]
    return {"question": "Where would you rather be right now?", "candidates": named}


def _hint(workspace_id: int, content: Json) -> Json:
    return {"where": f"Try {TYPED[0]}.", "once": False}


_RICHER: dict[str, Callable[[int, Json], Json]] = {
    "scratch": _prizes,
    "vote": _places,
    "code": _hint,
}
"""What makes a card worth looking at, beside what a new one has."""


def _put_codes(hub_id: int) -> None:
    for card_id, card in documents(hub_id).items():
        kind = card.get("kind", "")
        open_card = opened(kind, card["schema"], card["content"]) if kind in CARD_TYPES else None
        for pool in open_card.type.pools(open_card.content) if open_card else ():
            stock.add_codes(hub_id, card_id.removeprefix("card:"), pool, _codes(pool))


def _codes(pool: Pool) -> list[str]:
    return list(TYPED) if pool.asked else [f"SUN-{new_id(6).upper()}" for _ in range(_STOCK)]


_FORM: Json = {
    "placement": "end",
    "headline": "",
    "button": "Take part",
    "fields": [
        {
            "id": "email",
            "kind": "email",
            "key": "email",
            "label": "Email",
            "help": "",
            "required": True,
            "options": {},
        }
    ],
}
