"""The tree as its source says it: which files there are, and their syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "hubapp"
BRANCHES = (
    *(ast.If, ast.IfExp, ast.BoolOp, ast.For, ast.AsyncFor, ast.While, ast.Match),
    *(ast.Try, ast.TryStar),
)
"""What makes a line run or not, or more than once. A comprehension counts when it has an ``if``."""


def python_files(*places: str) -> list[Path]:
    """Every module below ``places`` (folders or files of the tree), migrations excepted: they are
    history and follow no rule of today."""
    found = []
    for place in places:
        start = ROOT / place
        found += [start] if start.is_file() else sorted(start.rglob("*.py"))
    return [each for each in found if "migrations" not in each.relative_to(ROOT).parts[:2]]


def files_ending(*suffixes: str, below: Path = HOUSE) -> list[Path]:
    """Files of ours below a folder, by suffix; what others wrote (``vendor``) excepted."""
    return [
        each
        for each in sorted(below.rglob("*"))
        if each.suffix in suffixes and "vendor" not in each.relative_to(below).parts
    ]


@cache
def syntax_of(path: Path) -> ast.Module:
    """Read once for all tests, so none may change it."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name_of(path: Path) -> str:
    """``hubapp/core/flow.py`` is ``hubapp.core.flow``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place_of(path: Path, node: ast.AST | None = None) -> str:
    """``hubapp/core/flow.py:12``, for the one who has to mend it."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All there is in its syntax, found once."""
    return tuple(ast.walk(syntax_of(path)))


@cache
def imports_of(path: Path) -> tuple[tuple[ast.stmt, str], ...]:
    """Each import of a module, anywhere in it: the node and the full name that it names."""
    return tuple(_imports_in(path))


def _imports_in(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{each.name}") for each in node.names)


def has_branch(path: Path) -> bool:
    """Something in it can go one way or another, so a test can tell which it went."""
    return any(
        isinstance(node, BRANCHES) or (isinstance(node, ast.comprehension) and node.ifs)
        for node in ast.walk(syntax_of(path))
    )


@cache
def graph() -> grimp.ImportGraph:
    """Who imports whom in hubapp."""
    return grimp.build_graph("hubapp", cache_dir=None)
