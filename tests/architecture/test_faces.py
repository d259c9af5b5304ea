"""Areas of services meet only through their faces, each area's ``__init__.py``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import (
    HOUSE,
    imports_of,
    nodes_of,
    place_of,
    python_files,
    syntax_of,
)

SERVICES = HOUSE / "services"
AREAS = sorted(each.parent.name for each in SERVICES.glob("*/__init__.py"))


def _outside(area: str) -> list[Path]:
    return [
        each
        for each in python_files("hubapp", "worker.py")
        if (SERVICES / area) not in each.parents
    ]


def _rooms(area: str) -> set[str]:
    """``claims`` of delivery, whether it is a file or a folder."""
    return {each.stem for each in (SERVICES / area).iterdir()} - {"__init__", "__pycache__"}


@pytest.mark.parametrize("area", AREAS)
def test_nobody_enters_but_through_the_face(area):
    face = f"hubapp.services.{area}"
    rooms = {f"{face}.{each}" for each in _rooms(area)}
    entered = [
        f"{place_of(path, node)} imports {name}"
        for path in _outside(area)
        for node, name in imports_of(path)
        if any(f"{name}.".startswith(f"{room}.") for room in rooms)
    ]
    assert not entered, "\n".join(entered)


@pytest.mark.parametrize("area", AREAS)
def test_a_face_shows_what_somebody_outside_uses(area):
    used = {name for path in _outside(area) for name in _used(path, area)}
    assert sorted(_shown(area)) == sorted(used)


def _shown(area: str) -> list[str]:
    """The face's ``__all__``."""
    for statement in syntax_of(SERVICES / area / "__init__.py").body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            return list(ast.literal_eval(statement.value))
    raise AssertionError(f"hubapp/services/{area}/__init__.py has no __all__")


def _used(path: Path, area: str) -> Iterator[str]:
    """Names of a face: imported from it, or asked of it."""
    called = set()
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module == f"hubapp.services.{area}":
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "hubapp.services":
            called |= {each.asname or each.name for each in node.names if each.name == area}
    for node in nodes_of(path) if called else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in called:
                yield node.attr
