"""A test sits where its module sits, so that whoever changes one finds the other."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import HOUSE, ROOT, has_branch, nodes_of, place_of, python_files


def test_of(module: Path) -> Path:
    """``hubapp/core/flow.py`` is tested in ``tests/core/test_flow.py``; a package's own lines,
    ``hubapp/cards/quiz/__init__.py``, in ``tests/cards/test_quiz.py``."""
    if module.name == "__init__.py":
        module = module.parent
    if module == HOUSE:
        return ROOT / "tests" / "test_hubapp.py"
    return ROOT / "tests" / module.relative_to(HOUSE).parent / f"test_{module.stem}.py"


test_of.__test__ = False


def _tests_in(path: Path) -> bool:
    return path.exists() and any(
        isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
        for each in nodes_of(path)
    )


def untested() -> list[str]:
    """Modules that can go one way or another, and no test of their own says which."""
    return [
        f"{place_of(path)} has no {place_of(test_of(path))}"
        for path in python_files("hubapp")
        if has_branch(path) and not _tests_in(test_of(path))
    ]


def test_every_module_with_a_branch_has_its_test():
    missing = untested()
    assert not missing, "\n".join(missing)
