"""The data-capture form of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.errors import Problem, Refused
from hubapp.core.identifiers import key_of, new_id
from hubapp.core.posted import change_list
from hubapp.core.reading import identifier
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.services.editing.cards import card_of
from hubapp.services.editing.drafts import Json, change, documents
from hubapp.services.editing.limits import too_long

BLANK_FORM: Json = {"placement": "", "headline": "", "button": "Continue", "fields": []}
"""The form of a card that has none."""
BLANK_FIELD: Json = {"id": "", "key": "", "label": "", "help": "", "required": False, "options": {}}
_LIMITS = {"headline": 200, "button": 40}
_FIELD_LIMITS = {"label": 200, "key": 40, "help": 300}
_OPTION = 20_000
"""Characters: a list of 200 shops of 45 characters fits twice."""


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
    ``remove:fields-1``, ``up:``, ``down:``. Raises Refused for a key used twice and for what is too
    long, EditConflict.
    """
    docs = documents(hub_id)
    card = card_of(docs, card_id)
    fields = [_field(each) for each in _rows(posted.get("fields")) if field_kind_of(_kind(each))]
    verb, _, target = action.partition(":")
    if verb == "add" and field_kind_of(target):
        fields.append(_new_field(target, fields))
    form: Json = {
        "placement": posted.get("placement") if posted.get("placement") in ("start", "end") else "",
        "headline": str(posted.get("headline", "")).strip(),
        "button": str(posted.get("button", "")).strip() or "Continue",
        "fields": fields,
    }
    typed_at = {field["id"]: at for at, field in enumerate(fields)}
    if verb in ("remove", "up", "down"):
        form = change_list(form, action, {})
    if problems := _problems(form, typed_at):
        raise Refused(*problems)
    key = f"form:{card_id}"
    expected = {key: revision} if revision is not None else None
    what = Words("changing the form of “%(title)s”", title=card["title"])
    change(hub_id, user_id, what, {key: form}, expected)


def _rows(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _kind(posted: Any) -> str:
    return str(posted.get("kind", "")) if isinstance(posted, Mapping) else ""


def _field(posted: Mapping[str, Any]) -> Json:
    kind = field_kind_of(_kind(posted))
    assert kind is not None  # noqa: S101 - the caller left unknown kinds out
    label, key = str(posted.get("label", "")).strip(), str(posted.get("key", "")).strip()
    given = posted.get("options")
    options = given if isinstance(given, Mapping) else {}
    return {
        "id": identifier(posted.get("id")),
        "kind": kind.kind,
        # What is typed is never cut; what is made of a label may be.
        "key": key_of(key, longest=len(key)) if key else key_of(label or kind.default_key),
        "label": label,
        "help": str(posted.get("help", "")).strip(),
        "required": posted.get("required") in ("y", "on", "1", "true"),
        "options": {
            option.key: str(options.get(option.key, option.default)).strip()
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


def _problems(form: Json, typed_at: Mapping[str, int]) -> list[Problem]:
    """Of what stays in the form, by the place at which it was typed: the form comes back like
    that."""
    own = {name: form[name] for name in _LIMITS}
    problems, seen = too_long(own, _LIMITS), set()
    for field in form["fields"]:
        at = f"fields-{typed_at[field['id']]}"
        problems += _field_problems(at, field)
        if field["key"] in seen:
            problems.append(Problem(f"{at}-key", _twice(field["key"])))
        seen.add(field["key"])
    return problems


def _field_problems(at: str, field: Json) -> list[Problem]:
    texts = {f"{at}-{name}": field[name] for name in _FIELD_LIMITS}
    limits = {f"{at}-{name}": most for name, most in _FIELD_LIMITS.items()}
    for key, text in field["options"].items():
        where = f"{at}-options-{key}"
        texts[where], limits[where] = str(text), _OPTION
    return too_long(texts, limits)


def _twice(key: str) -> Words:
    return Words("The key “%(key)s” is used twice in this form. Give each its own.", key=key)
