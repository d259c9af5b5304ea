"""The controls of an editing form <-> content. A control is named by the ids of the items that it
stands in: ``questions.k7m2qp.text`` is the text of that question, wherever the question stands;
``questions.order`` holds the ids in their order."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, cast, get_args

from pydantic.fields import FieldInfo

from hubapp.core.content import Item, Part, about
from hubapp.core.errors import Problem
from hubapp.core.identifiers import new_id
from hubapp.core.reading import colour, switched
from hubapp.core.words import Words

P = TypeVar("P", bound=Part)
Tree = dict[str, Any]
ORDER = "order"
_DEEPEST = 8
"""Parts of a name; no content is deeper."""
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ID = re.compile(r"[a-z0-9]{1,20}")


def tree_of(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Posted pairs, nested by the dots of their names. A name that comes twice keeps its last
    value; names that begin with ``_`` or ``csrf`` are left out, and so is what makes no sense."""
    tree: Tree = {}
    for name, value in pairs:
        parts = name.split(".", _DEEPEST)
        if not name.startswith(("_", "csrf")) and len(parts) <= _DEEPEST:
            _put(tree, parts, value)
    return tree


def _put(tree: Tree, parts: list[str], value: str) -> None:
    for part in parts[:-1]:
        inner = tree.get(part)
        if not isinstance(inner, dict):
            inner = tree[part] = {}
        tree = inner
    tree[parts[-1]] = value


def rows_of(tree: Any) -> list[tuple[str, Tree]]:
    """Id and controls of each item of a posted list, in its order. Items that the order does not
    name come last: nothing that was posted is dropped."""
    if not isinstance(tree, Mapping):
        return []
    rows = {key: value for key, value in tree.items() if isinstance(value, dict)}
    order = str(tree.get(ORDER, "")).split()
    named = [key for key in dict.fromkeys(order) if key in rows]
    return [(key, rows[key]) for key in [*named, *(key for key in rows if key not in named)]]


class Read(NamedTuple, Generic[P]):
    """What a form was read as, and what could not be read. Nothing is cut: what is too long stays,
    for ``content.shape_problems`` to name."""

    content: P
    problems: list[Problem]


def content_from(model: type[P], tree: Mapping[str, Any], before: P | None = None) -> Read[P]:
    """The content of a posted form. Controls that were not posted keep what was there before, but
    for switches, which are only posted when they are on."""
    problems: list[Problem] = []
    return Read(_part(model, tree, before, "", problems), problems)


def _part(
    model: type[P], tree: Mapping[str, Any], before: P | None, path: str, problems: list[Problem]
) -> P:
    blank = model() if before is None else before
    values: Tree = {}
    for name, field in model.model_fields.items():
        control, posted, was = about(field)["control"], tree.get(name), getattr(blank, name)
        where = f"{path}{name}"
        if control == "switch":
            values[name] = switched(posted)
        elif posted is None or control in ("", "id"):
            values[name] = was
        elif control == "items":
            values[name] = _items(field.annotation, posted, was, where, problems)
        elif control == "by_key":
            values[name] = {**was, **_texts(posted)}
        else:
            values[name] = _value(control, posted, was, where, problems)
    return blank.model_copy(update=values)


def _items(
    annotation: Any, posted: Any, was: Sequence[Item], path: str, problems: list[Problem]
) -> tuple[Item, ...]:
    kind, kept = item_type(annotation), {each.id: each for each in was}
    found = []
    for key, tree in rows_of(posted):
        id_ = key if _ID.fullmatch(key) else new_id()
        made = _part(kind, tree, kept.get(key), f"{path}.{id_}.", problems)
        found.append(made.model_copy(update={"id": id_}))
    return tuple(found)


def item_type(annotation: Any) -> type[Item]:
    """The type of a list's items, of ``tuple[Item, ...]``."""
    return cast(type[Item], get_args(annotation)[0])


def _value(control: str, posted: Any, was: Any, where: str, problems: list[Problem]) -> Any:
    text = _CONTROL_CHARACTERS.sub("", posted).strip() if isinstance(posted, str) else ""
    if control == "number":
        found = _number(text)
        if found is None:
            problems.append(Problem(where, Words("Enter a number.")))
        return was if found is None else found
    if control == "colour":
        return colour(text, was)
    return " ".join(text.split("\n")) if control == "line" else text


def _texts(posted: Any) -> dict[str, str]:
    given = posted if isinstance(posted, Mapping) else {}
    return {
        key: _CONTROL_CHARACTERS.sub("", text).strip()
        for key, text in given.items()
        if isinstance(text, str)
    }


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    if not math.isfinite(found):
        return None
    return int(found) if found == int(found) else found


def changed(content: P, action: str) -> P:
    """Apply a list button: ``add:questions``, ``add:questions.<id>.choices``,
    ``remove:questions.<id>``, ``up:``, ``down:``. An action that points nowhere changes nothing."""
    verb, _, path = action.partition(":")
    parts = path.split(".")
    return _changed(content, verb, parts) if len(parts) <= _DEEPEST else content


def _changed(part: P, verb: str, parts: Sequence[str]) -> P:
    name, rest = parts[0], parts[1:]
    field = type(part).model_fields.get(name)
    if field is None or about(field)["control"] != "items":
        return part
    listed: tuple[Item, ...] = getattr(part, name)
    if not rest:
        fresh = item_type(field.annotation).blank() if verb == "add" else None
        return part if fresh is None else part.model_copy(update={name: (*listed, fresh)})
    ids = [each.id for each in listed]
    if rest[0] not in ids:
        return part
    at = ids.index(rest[0])
    if len(rest) == 1:
        return part.model_copy(update={name: _moved(listed, verb, at)})
    inner = _changed(listed[at], verb, rest[1:])
    return part.model_copy(update={name: (*listed[:at], inner, *listed[at + 1 :])})


def _moved(listed: tuple[Item, ...], verb: str, at: int) -> tuple[Item, ...]:
    found = list(listed)
    if verb == "remove":
        found.pop(at)
    elif verb == "up" and at > 0:
        found[at - 1], found[at] = found[at], found[at - 1]
    elif verb == "down" and at + 1 < len(found):
        found[at + 1], found[at] = found[at], found[at + 1]
    return tuple(found)


def item_at(part: Part, action: str) -> Item | None:
    """The item that a list button such as ``remove:questions.<id>`` is about; None when it is about
    none that is there."""
    found: Any = part
    parts = action.partition(":")[2].split(".")[:_DEEPEST]
    if len(parts) % 2:
        return None
    for name, id_ in zip(parts[::2], parts[1::2], strict=True):
        listed = getattr(found, name, ())
        items = listed if isinstance(listed, tuple) else ()
        found = next((each for each in items if each.id == id_), None)
    return found if isinstance(found, Item) else None


def with_new_ids(part: P, around: Mapping[str, str] | None = None) -> P:
    """A copy whose items have new ids; what refers to one of them, in its own part or in one around
    it, refers to its copy. around: old id -> new id of the items of the parts around it."""
    fields = type(part).model_fields.items()
    renamed = dict(around or {})
    lists = {name: getattr(part, name) for name, field in fields if _control(field) == "items"}
    fresh = {name: {each.id: new_id() for each in value} for name, value in lists.items()}
    for ids in fresh.values():
        renamed |= ids
    values: Tree = {
        name: tuple(
            with_new_ids(each, renamed).model_copy(update={"id": fresh[name][each.id]})
            for each in value
        )
        for name, value in lists.items()
    }
    if isinstance(part, Item):
        values["id"] = new_id()
    references = [name for name, field in fields if _control(field) == "reference"]
    values |= {name: renamed.get(old, old) for name in references for old in (getattr(part, name),)}
    return part.model_copy(update=values)


def _control(field: FieldInfo) -> str:
    return str(about(field)["control"])
