"""The data-capture form of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.errors import Problem, Refused
from hubapp.core.identifiers import key_of, new_id
from hubapp.core.posted import change_list
from hubapp.fields import field_kind_of
from hubapp.services.editing.cards import card_of
from hubapp.services.editing.drafts import Json, change, documents

BLANK_FORM: Json = {"placement": "", "headline": "", "button": "Continue", "fields": []}
"""The form of a card that has none."""
BLANK_FIELD: Json = {"id": "", "key": "", "label": "", "help": "", "required": False, "options": {}}


def save_form(
    hub_id: int,
    user_id: int | None,
    card_id: str,
    posted: Mapping[str, Any],
    action: str = "",
    revision: int | None = None,
) -> None:
    """Save the form of a card as one step.

    posted: ``placement`` (``start``, ``end`` or empty for none), ``headline``, ``button``,
    ``fields-<n>-kind|key|label|help|required|options-<key>``; action: ``add:<kind>``,
    ``remove:fields-1``, ``up:``, ``down:``. Raises Refused for a key used twice, EditConflict.
    """
    docs = documents(hub_id)
    card = card_of(docs, card_id)
    fields = [_field(each) for each in _rows(posted.get("fields")) if field_kind_of(_kind(each))]
    verb, _, target = action.partition(":")
    if verb == "add" and field_kind_of(target):
        fields.append(_new_field(target, fields))
    form: Json = {
        "placement": posted.get("placement") if posted.get("placement") in ("start", "end") else "",
        "headline": str(posted.get("headline", "")).strip()[:200],
        "button": str(posted.get("button", "")).strip()[:40] or "Continue",
        "fields": fields,
    }
    if verb in ("remove", "up", "down"):
        form = change_list(form, action, {})
    _refuse_twice(form["fields"])
    key = f"form:{card_id}"
    expected = {key: revision} if revision is not None else None
    change(hub_id, user_id, f"changing the form of “{card['title']}”", {key: form}, expected)


def _rows(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _kind(posted: Any) -> str:
    return str(posted.get("kind", "")) if isinstance(posted, Mapping) else ""


def _field(posted: Mapping[str, Any]) -> Json:
    kind = field_kind_of(_kind(posted))
    assert kind is not None  # noqa: S101 - the caller left unknown kinds out
    label = str(posted.get("label", "")).strip()[:200]
    given = posted.get("options")
    options = given if isinstance(given, Mapping) else {}
    return {
        "id": str(posted.get("id") or new_id())[:20],
        "kind": kind.kind,
        "key": key_of(str(posted.get("key") or label or kind.default_key)),
        "label": label,
        "help": str(posted.get("help", "")).strip()[:300],
        "required": posted.get("required") in ("y", "on", "1", "true"),
        "options": {
            option.key: str(options.get(option.key, option.default))[:5000].strip()
            for option in kind.options
        },
    }


def _new_field(kind_name: str, fields: list[Json]) -> Json:
    kind = field_kind_of(kind_name)
    assert kind is not None  # noqa: S101 - the caller checked
    taken = {field["key"] for field in fields}
    key, number = kind.default_key, 2
    while key in taken:
        key, number = f"{kind.default_key}_{number}", number + 1
    return {
        "id": new_id(),
        "kind": kind.kind,
        "key": key,
        "label": kind.default_label,
        "help": "",
        "required": False,
        "options": {option.key: option.default for option in kind.options},
    }


def _refuse_twice(fields: list[Json]) -> None:
    seen: set[str] = set()
    for at, field in enumerate(fields):
        if field["key"] in seen:
            raise Refused(
                Problem(
                    f"fields-{at}-key",
                    f"The key “{field['key']}” is used twice in this form. Give each its own.",
                )
            )
        seen.add(field["key"])
