"""A new card with the marketer's own codes in place of the samples, so that it can be published."""

from __future__ import annotations

from hubapp.cards import CARD_TYPES
from hubapp.core.words import Words
from hubapp.services import editing


def make_own(hub_id: int, card_id: str) -> None:
    """Put OWN in front of every code of a card."""
    key = f"card:{card_id}"
    card, _ = editing.document(hub_id, key)
    content = dict(card["content"])
    for name in CARD_TYPES[card["kind"]].Content.own_words:
        content[name] = content[name] and f"{content[name]}/own"
    for name, listed in content.items():
        if isinstance(listed, list):
            content[name] = [{**each, **_own(each)} for each in listed]
    editing.change(hub_id, None, Words("putting in own codes"), {key: {**card, "content": content}})


def _own(item: dict) -> dict:
    return {"code": f"OWN{item['code']}"} if item.get("code") else {}
