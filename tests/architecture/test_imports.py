"""Which way the house leans, where a list in pyproject.toml cannot say it: kinds are found by their
folders, so that a new one is a stranger to the others without a line here."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.destinations import DESTINATIONS
from hubapp.fields import FIELD_KINDS
from tests.architecture.sources import (
    HOUSE,
    graph,
    imports_of,
    name_of,
    nodes_of,
    place_of,
    python_files,
    syntax_of,
)

OPEN_SETS = {
    "hubapp.cards": CARD_TYPES,
    "hubapp.fields": FIELD_KINDS,
    "hubapp.destinations": DESTINATIONS,
}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.unsetenv"}
OTHER_WAYS_OUT = {"urllib.request", "http.client", "ftplib", "httpx", "aiohttp"}


@pytest.mark.parametrize("package", OPEN_SETS)
def test_kinds_are_strangers_to_each_other(package):
    kinds = graph().find_children(package)
    met = graph().find_illegal_dependencies_for_layers(layers=[kinds])
    assert not met, "\n".join(f"{each.importer} knows {each.imported}" for each in met)


@pytest.mark.parametrize("package", OPEN_SETS)
def test_a_kind_has_its_own_place_and_nothing_else_is_there(package):
    homes = [type(each).__module__.split(".")[2] for each in OPEN_SETS[package].values()]
    places = {each.split(".")[2] for each in graph().find_children(package)}
    assert sorted(homes) == sorted(places)


def test_the_sandbox_knows_nobody():
    own = {"hubapp.sandbox", *graph().find_descendants("hubapp.sandbox")}
    known = {
        f"{each} knows {imported}"
        for each in own
        for imported in graph().find_modules_directly_imported_by(each) - own
    }
    assert not known, "\n".join(known)


def test_no_module_is_in_a_circle():
    imports = {each: graph().find_modules_directly_imported_by(each) for each in graph().modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" is imported by ".join(circle.args[1]))


def test_imports_stand_at_the_top():
    """One further down hides a circle, or makes the first visitor wait for it."""
    hidden = []
    for path in python_files("hubapp", "worker.py"):
        body = syntax_of(path).body
        first = next((each for each in body if not _may_stand_above(each)), None)
        hidden += [
            place_of(path, node)
            for node, _ in imports_of(path)
            if node not in body or (first is not None and node.lineno > first.lineno)
        ]
    assert not hidden, "\n".join(hidden)


def _may_stand_above(statement: ast.stmt) -> bool:
    """Imports, and the module's docstring."""
    return isinstance(statement, ast.Import | ast.ImportFrom) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def test_only_settings_reads_the_environment():
    readers = {
        name_of(path)
        for path in (*python_files("hubapp", "worker.py"), HOUSE / "migrations" / "env.py")
        if ENVIRONMENT & {ast.unparse(each) for each in nodes_of(path) if _dotted(each)}
        or ENVIRONMENT & {name for _, name in imports_of(path)}
    }
    assert readers == {"hubapp.settings"}


def _dotted(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute)


def test_nobody_leaves_by_another_door():
    """requests, rq, redis and smtplib are held by contracts in pyproject.toml. The demo only waits
    for its own processes on this machine."""
    out = {
        name_of(path)
        for path in python_files("hubapp", "worker.py")
        for _, name in imports_of(path)
        if any(f"{name}.".startswith(f"{way}.") for way in OTHER_WAYS_OUT)
    }
    assert out <= {"hubapp.doors.http", "hubapp.demo.processes"}
