"""What one change did to a document, control by control: kept in the edit log instead of the whole
document, and turned round to undo it. A patch fits only where its control still holds what the
change left there, so that undoing mine never takes away what somebody else did since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

from hubapp.core.controls import ORDER
from hubapp.core.errors import EditConflict, Problem
from hubapp.core.stepping import OPEN, Json
from hubapp.core.words import Words

_CHANGED_SINCE = Words("Somebody has changed this since.")
WHOLE = ""
"""The control of a patch that made or removed the document."""


class Patch(NamedTuple):
    """control: dotted, by item id, from the top of the document (``content.questions.k7.text``);
    of a list whose items came, went or moved, its name and ``order``. before, after: what it held;
    None where there was nothing (documents hold no null). Of a list: ``{"ids": [...], "items": {id:
    item}}`` with the items that the other side has not."""

    control: str
    before: Any
    after: Any

    def turned(self) -> Patch:
        """The one that takes this back."""
        return Patch(self.control, self.after, self.before)


def patches(before: Json | None, after: Json | None) -> list[Patch]:
    """The way from one body of a document to another; None: there was none."""
    if before is None or after is None:
        return [Patch(WHOLE, before, after)]
    return list(_of_members(before, after, ""))


def _of_members(before: Mapping[str, Any], after: Mapping[str, Any], at: str) -> Iterator[Patch]:
    for name in dict.fromkeys((*before, *after)):
        old, new, where = before.get(name), after.get(name), f"{at}{name}"
        if old == new:
            continue
        if _has_ids(old) and _has_ids(new):
            yield from _of_list(old, new, where)
        elif name in OPEN and isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _of_members(old, new, f"{where}.")
        else:
            yield Patch(where, old, new)


def _of_list(old: list[Any], new: list[Any], at: str) -> Iterator[Patch]:
    was, now = _by_id(old), _by_id(new)
    if list(was) != list(now):
        yield Patch(f"{at}.{ORDER}", _side(was, now), _side(now, was))
    for id_, item in now.items():
        if id_ in was and was[id_] != item:
            yield from _of_members(was[id_], item, f"{at}.{id_}.")


def _side(own: Mapping[str, Any], other: Mapping[str, Any]) -> Json:
    # Of plain texts (the cards of a page) the ids are all there is.
    items = {id_: each for id_, each in own.items() if id_ not in other and each != id_}
    return {"ids": list(own), "items": items}


def _has_ids(value: Any) -> TypeGuard[list[Any]]:
    """A list whose items can be told apart."""
    if not isinstance(value, list):
        return False
    ids = [_id_of(each) for each in value]
    return None not in ids and len(set(ids)) == len(ids)


def _id_of(item: Any) -> str | None:
    found = item.get("id") if isinstance(item, Mapping) else item
    return found if isinstance(found, str) else None


def _by_id(items: list[Any]) -> dict[str, Any]:
    return {str(_id_of(each)): each for each in items}


def patched(body: Json | None, made: Iterable[Patch]) -> Json | None:
    """The document after these patches. Raises EditConflict for the first that does not fit: its
    control holds something else by now, or is gone."""
    for patch in made:
        if patch.control == WHOLE:
            body = _fitting(patch, body)
        else:
            body = _put(body, patch.control.split("."), patch)
    return body


def _fitting(patch: Patch, held: Any) -> Any:
    if held != patch.before:
        raise _does_not_fit(patch)
    return patch.after


def _does_not_fit(patch: Patch) -> EditConflict:
    return EditConflict(Problem(patch.control, _CHANGED_SINCE))


def _put(inside: Any, path: Sequence[str], patch: Patch) -> Any:
    name, rest = path[0], path[1:]
    if isinstance(inside, list):
        if name not in _by_id(inside):
            raise _does_not_fit(patch)
        return [_put(each, rest, patch) if _id_of(each) == name else each for each in inside]
    if not isinstance(inside, Mapping):
        raise _does_not_fit(patch)
    if rest == [ORDER] and isinstance(inside.get(name), list):
        return {**inside, name: _in_order(inside[name], patch)}
    value = _put(inside.get(name), rest, patch) if rest else _fitting(patch, inside.get(name))
    if value is None:
        return {key: each for key, each in inside.items() if key != name}
    return {**inside, name: value}


def _in_order(items: list[Any], patch: Patch) -> list[Any]:
    """The list with what this patch takes out and puts in, and in its order, wherever what others
    have put in or taken out meanwhile leaves room for that."""
    held, was, now = _by_id(items), patch.before, patch.after
    gone = [id_ for id_ in was["ids"] if id_ not in now["ids"]]
    fresh = [id_ for id_ in now["ids"] if id_ not in was["ids"]]
    untouched = all(held.get(id_) == was["items"].get(id_, id_) for id_ in gone)
    if not untouched or any(id_ in held for id_ in fresh):
        raise _does_not_fit(patch)
    kept = [id_ for id_ in held if id_ not in gone]
    if moved := _shared(was["ids"], now["ids"]) != _shared(now["ids"], was["ids"]):
        if _shared(held, was["ids"]) != _shared(was["ids"], held):
            raise _does_not_fit(patch)
    order = _woven(now["ids"], kept) if moved else _woven(kept, now["ids"], fresh)
    items_by_id = {**held, **now["items"]}
    return [items_by_id.get(id_, id_) for id_ in order if id_ in held or id_ in fresh]


def _shared(ids: Iterable[str], others: Iterable[str]) -> list[str]:
    both = set(others)
    return [each for each in ids if each in both]


def _woven(base: Sequence[str], other: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """``base``, and what only ``other`` has (of it, what is wanted) behind what it stood behind."""
    found = list(base)
    for at, id_ in enumerate(other):
        if id_ in found or (wanted and id_ not in wanted):
            continue
        before = next((each for each in reversed(other[:at]) if each in found), None)
        found.insert(found.index(before) + 1 if before is not None else 0, id_)
    return found
