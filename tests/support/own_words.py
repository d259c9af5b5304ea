"""A new card with the marketer's own codes in place of the samples, so that it can be published."""

from __future__ import annotations

from typing import Any

from hubapp.cards import CARD_TYPES
from hubapp.core.content import Part
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
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


def own_content(part: Any) -> Any:
    """Content with something of one's own in place of each sample that must not be published."""
    changed: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, tuple):
            changed[name] = tuple(own_content(x) if isinstance(x, Part) else x for x in value)
        elif name in part.own_words and value:
            changed[name] = f"{value}1"
    return part.model_copy(update=changed)


def own_form(form: dict[str, Any]) -> dict[str, Any]:
    """A form with wordings of one's own in place of the samples."""
    return {**form, "fields": [_own_field(each) for each in form["fields"]]}


def _own_field(field: dict[str, Any]) -> dict[str, Any]:
    kind, options = field_kind_of(field["kind"]), dict(field["options"])
    for each in kind.options if kind else ():
        if each.key in kind.own_words and options.get(each.key, each.default) == each.default:
            options[each.key] = f"{each.default} Indeed."
    return {**field, "options": options}
