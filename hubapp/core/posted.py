"""Flat form posts <-> nested content: ``questions-0-text`` is ``questions[0]["text"]``."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from hubapp.core.identifiers import new_id

_LONGEST_LIST = 200


def nested(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Nest posted pairs. Digits make lists (in numeric order, gaps closed). A name that
    comes twice keeps the last value; names starting with ``_`` or ``csrf`` are left out."""
    tree: dict[str, Any] = {}
    for name, value in items:
        if name.startswith(("_", "csrf")):
            continue
        _put(tree, name.split("-"), value)
    result = _close_gaps(tree)
    return result if isinstance(result, dict) else {}


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        inner = tree.get(part)
        if not isinstance(inner, dict):
            inner = tree[part] = {}
        tree = inner
    tree[path[-1]] = value


def _close_gaps(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdecimal() for key in tree):
        ordered = sorted(tree, key=int)[:_LONGEST_LIST]
        return [_close_gaps(tree[key]) for key in ordered]
    return {key: _close_gaps(value) for key, value in tree.items()}


def change_list(
    content: dict[str, Any], action: str, blanks: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Apply a list button: ``add:questions``, ``remove:questions-1``, ``up:questions-1``,
    ``down:questions-0-choices-2``. An action that points nowhere changes nothing."""
    changed = copy.deepcopy(content)
    verb, _, path = action.partition(":")
    parts = path.split("-")
    if verb == "add":
        pattern = "-".join("*" if part.isdecimal() else part for part in parts)
        found = _list_at(changed, parts)
        if found is not None and pattern in blanks and len(found) < _LONGEST_LIST:
            found.append(with_new_ids(blanks[pattern]))
        return changed
    if not parts[-1].isdecimal():
        return changed
    found, at = _list_at(changed, parts[:-1]), int(parts[-1])
    if found is None or at >= len(found):
        return changed
    if verb == "remove":
        found.pop(at)
    elif verb == "up" and at > 0:
        found[at - 1], found[at] = found[at], found[at - 1]
    elif verb == "down" and at + 1 < len(found):
        found[at + 1], found[at] = found[at], found[at + 1]
    return changed


def with_new_ids(item: Any) -> Any:
    """A deep copy in which every dict that has an ``id`` gets a new one; a text that names a part
    of the same dict by its old id (``correct`` of a question) names it by the new one."""
    if isinstance(item, list):
        return [with_new_ids(each) for each in item]
    if not isinstance(item, Mapping):
        return item
    fresh = {key: with_new_ids(value) for key, value in item.items()}
    renamed = {
        old["id"]: new["id"]
        for key, value in item.items()
        if isinstance(value, list | tuple)
        for old, new in zip(value, fresh[key], strict=True)
        if isinstance(old, Mapping) and old.get("id")
    }
    for key, value in fresh.items():
        if isinstance(value, str) and value in renamed:
            fresh[key] = renamed[value]
    if "id" in fresh:
        fresh["id"] = new_id()
    return fresh


def _list_at(content: Any, parts: list[str]) -> list[Any] | None:
    for part in parts:
        if isinstance(content, dict):
            content = content.get(part)
        elif isinstance(content, list) and part.isdecimal() and int(part) < len(content):
            content = content[int(part)]
        else:
            return None
    return content if isinstance(content, list) else None
