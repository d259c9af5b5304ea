"""What a release writes out of a document that an earlier one has stored, and nobody has touched:
it stays as it is stored. So the edit log holds what people did and nothing else, and what was done
before still fits when it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.stepping import Json


def unwritten(body: Json, stored: Json, written: Json) -> Json:
    """``body`` without the members that ``stored`` lacks and that hold what this release writes
    there by itself. written: ``stored`` as this release writes it. A document of another schema is
    another shape: it is written out whole."""
    if stored.get("schema") != written.get("schema"):
        return body
    return _members(body, stored, written)


def _members(body: Json, stored: Json, written: Json) -> Json:
    return {
        name: _without(value, stored[name], written.get(name)) if name in stored else value
        for name, value in body.items()
        if name in stored or name not in written or written[name] != value
    }


def _without(body: Any, stored: Any, written: Any) -> Any:
    if all(isinstance(each, dict) for each in (body, stored, written)):
        return _members(body, stored, written)
    if all(isinstance(each, list) for each in (body, stored, written)):
        was, now = _by_id(stored), _by_id(written)
        return [_without(each, was.get(_id(each)), now.get(_id(each))) for each in body]
    return body


def _by_id(items: list[Any]) -> dict[str, Any]:
    return {_id(each): each for each in items if _id(each)}


def _id(item: Any) -> str:
    return str(item.get("id", "")) if isinstance(item, Mapping) else ""
