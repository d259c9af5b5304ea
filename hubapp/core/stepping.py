"""One change of a document as the steps that people take back one by one: a control each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
_MOST = 20
"""Controls that a save may change to be as many steps; what changes more is a step as a whole."""
OPEN = ("content", "options", "sent_as")
"""Groups whose members are controls of their own. Other groups (times, rules, a look) are one
thing: half of them would mean something else."""


class Stage(NamedTuple):
    """The document after one step. where: the control that it changed, as its screen names it
    (``questions.<id>.text``); empty for several at once."""

    where: str
    body: Json


def stages(before: Json, after: Json) -> list[Stage]:
    """The way from one to the other: a stage for each control that differs, in the order of the
    document; a single one where items came, went or moved, or too much differs."""
    changed = list(touched(before, after) or ())
    if len(changed) == 1:
        return [Stage(_control(changed[0]), after)]
    if not 1 < len(changed) <= _MOST:
        return [Stage("", after)]
    found, body = [], before
    for path in changed[:-1]:
        body = _with(body, after, path)
        found.append(Stage(_control(path), body))
    return [*found, Stage(_control(changed[-1]), after)]


Path = tuple[str, ...]


def touched(before: Json, after: Json) -> list[Path] | None:
    """The path of each control that differs; None where items of a list came, went or moved."""
    try:
        return list(_differing(before, after, ()))
    except _OtherItemsError:
        return None


class _OtherItemsError(Exception):
    pass


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], at: Path) -> Iterator[Path]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(new, list):
            yield from _of_items(old, new, (*at, name))
        elif name in OPEN and isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _differing(old, new, (*at, name))
        else:
            yield (*at, name)


def _of_items(old: Any, new: list[Any], at: Path) -> Iterator[Path]:
    kept = old if isinstance(old, list) else []
    if _ids(kept) != _ids(new) or None in _ids(new):
        raise _OtherItemsError
    for was, now in zip(kept, new, strict=True):
        yield from _differing(was, now, (*at, now["id"]))


def _ids(items: list[Any]) -> list[Any]:
    return [each.get("id") if isinstance(each, Mapping) else None for each in items]


def _with(body: Any, after: Any, path: Path) -> Any:
    """``body`` with what ``after`` has at this path."""
    name, rest = path[0], path[1:]
    if isinstance(body, list):
        pairs = zip(body, after, strict=True)
        return [_with(was, now, rest) if was["id"] == name else was for was, now in pairs]
    if rest:
        return {**body, name: _with(body[name], after[name], rest)}
    if name not in after:
        return {key: value for key, value in body.items() if key != name}
    return {**body, name: after[name]}


def _control(path: Path) -> str:
    return ".".join(path[1:] if path[0] == "content" else path)
