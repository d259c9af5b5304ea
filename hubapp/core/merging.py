"""Two people on one screen. A screen sends each control that it changed with what stood there when
it began; what nobody else touched is taken, and the rest of the document stays as it is by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hubapp.core.content import Part, about
from hubapp.core.controls import ORDER, tree_of
from hubapp.core.errors import EditConflict, Problem
from hubapp.core.words import Words

Controls = Mapping[str, str]
"""Control -> what it holds; a switch that is off is not there."""


def controls_of(part: Part, path: str = "") -> dict[str, str]:
    """What the controls of a part hold, as its form posts them."""
    found: dict[str, str] = {}
    for name, field in type(part).model_fields.items():
        value, where = getattr(part, name), f"{path}{name}"
        if isinstance(value, tuple):
            found[f"{where}.{ORDER}"] = " ".join(each.id for each in value)
            for each in value:
                found |= controls_of(each, f"{where}.{each.id}.")
        elif isinstance(value, dict):
            found |= {f"{where}.{key}": str(each) for key, each in value.items()}
        elif isinstance(value, bool):
            found |= {where: "y"} if value else {}
        elif about(field)["control"] not in ("", "id"):
            found[where] = str(value)
    return found


def pairs_of(tree: Mapping[str, Any], path: str = "") -> dict[str, str]:
    """A posted tree as the controls that it came from."""
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= pairs_of(value, f"{path}{key}.")
        else:
            found[f"{path}{key}"] = str(value)
    return found


def without(tree: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any] | None:
    """A posted tree without these controls, which so keep what they held; None when it has one of
    them not, so that leaving it out would change nothing."""
    pairs = pairs_of(tree)
    if not all(name in pairs for name in names):
        return None
    return tree_of((name, value) for name, value in pairs.items() if name not in names)


def merged(posted: Controls, bases: Sequence[Controls], current: Controls) -> dict[str, str]:
    """The controls of ``current`` with those that ``posted`` changed.

    bases: what each changed control held when the screen began, and what was sent since without an
    answer, which may have arrived; a control that one of them does not name held what is posted.
    Raises EditConflict with a problem for each that somebody else changed as well.
    """
    found, problems = dict(current), []
    for name in bases[0]:
        mine, theirs = posted.get(name, ""), current.get(name, "")
        known = {_plain(base.get(name, mine)) for base in bases} | {_plain(mine)}
        if _plain(theirs) not in known:
            problems.append(Problem(name, _changed_twice(theirs)))
        elif name in posted:
            found[name] = mine
        else:
            found.pop(name, None)
    if problems:
        raise EditConflict(*problems)
    return found


def _plain(text: str) -> str:
    # Reading a form trims, and browsers end lines in their own way.
    return " ".join(text.split())


def _changed_twice(theirs: str) -> Words:
    if not theirs:
        return Words("This was changed since you opened it: somebody emptied or removed it.")
    return Words("This was changed since you opened it. Now it is “%(theirs)s”.", theirs=theirs)
