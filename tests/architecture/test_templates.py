"""Templates: what they take in is used, what they name is there, what they say can be found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import Environment, nodes

from hubapp import create_app
from hubapp.sandbox import create_sandbox
from hubapp.settings import Settings
from tests.architecture.sources import HOUSE, nodes_of, python_files
from tests.support.databases import SECRET_KEY

APPS = ("hubapp", "sandbox")
TAKES_IN = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
SENTENCES = {"_": 1, "gettext": 1, "ngettext": 2}
"""Functions that translate, and how many sentences each is given."""


@cache
def environment(app: str) -> Environment:
    """With whatever the app's templates can see; no server and no database behind it."""
    if app == "sandbox":
        return create_sandbox().jinja_env
    return create_app(Settings(secret_key=SECRET_KEY)).jinja_env


@cache
def templates(app: str) -> dict[str, nodes.Template]:
    """Ours, each parsed, by name."""
    loader, found = environment(app).loader, {}
    for name in environment(app).list_templates(extensions=("html", "txt")):
        source, file, _ = loader.get_source(environment(app), name)
        if file and file.startswith(f"{HOUSE}/"):
            found[name] = environment(app).parse(source, name, file)
    return found


def _read(tree: nodes.Node) -> set[str]:
    """Names that something is done with."""
    return {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}


def _given(each: nodes.FromImport) -> list[tuple[str, str]]:
    """Name there, name here."""
    return [name if isinstance(name, tuple) else (name, name) for name in each.names]


@pytest.mark.parametrize("app", APPS)
def test_no_template_imports_what_it_does_not_use(app):
    unused = []
    for name, tree in templates(app).items():
        here = {each.target for each in tree.find_all(nodes.Import)}
        here |= {own for each in tree.find_all(nodes.FromImport) for _, own in _given(each)}
        seen = set().union(*(_read(templates(app)[each]) for each in _seen_by(app, name)))
        unused += [f"{name} imports {each}" for each in sorted(here - seen)]
    assert not unused, "\n".join(unused)


def _seen_by(app: str, name: str) -> set[str]:
    """A template, and those that see what it imports: what it includes, and what extends it."""
    found, new = set(), {name}
    while new:
        found |= new
        new = {other for at in new for other in _see_the_imports_of(app)[at]} - found
    return found


@cache
def _see_the_imports_of(app: str) -> dict[str, set[str]]:
    """Template -> the templates right below it."""
    below: dict[str, set[str]] = {name: set() for name in templates(app)}
    for name, tree in templates(app).items():
        for node in tree.find_all((nodes.Include, nodes.Extends)):
            named = {other for other in templates(app) if _is_named(node.template, other)}
            if isinstance(node, nodes.Include):
                below[name] |= named
            for other in named if isinstance(node, nodes.Extends) else ():
                below[other].add(name)
    return below


def _is_named(wanted: nodes.Node, name: str) -> bool:
    """By this expression: a text, or one put together from texts and what only running tells."""
    parts = wanted.nodes if isinstance(wanted, nodes.Concat) else [wanted]
    pattern = "".join(
        re.escape(each.value) if isinstance(each, nodes.Const) else "[^/]*" for each in parts
    )
    return re.fullmatch(pattern, name) is not None


@pytest.mark.parametrize("app", APPS)
def test_every_macro_is_used(app):
    """In its own template, or by who imports it from there or asks the imported template for it."""
    asked = {each.attr for tree in templates(app).values() for each in tree.find_all(nodes.Getattr)}
    taken = {
        there
        for tree in templates(app).values()
        for each in tree.find_all(nodes.FromImport)
        for there, _ in _given(each)
    }
    unused = [
        f"{name}: {macro.name}"
        for name, tree in templates(app).items()
        for macro in tree.find_all(nodes.Macro)
        if macro.name not in asked | taken | _read(tree)
    ]
    assert not unused, "\n".join(unused)


def _literals(node: nodes.Node) -> Iterator[str]:
    """Names said as they are. A kind's own template is put together from its kind: the contracts
    of kinds render those."""
    named = node.template
    for each in named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]:
        if isinstance(each, nodes.Const):
            yield each.value


@pytest.mark.parametrize("app", APPS)
def test_templates_that_are_named_are_there(app):
    there = set(environment(app).list_templates())
    missing = [
        f"{name}:{node.lineno} names {wanted}"
        for name, tree in templates(app).items()
        for node in tree.find_all(TAKES_IN)
        for wanted in _literals(node)
        if wanted not in there
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("app", APPS)
def test_every_template_is_shown_by_somebody(app):
    """A kind's own templates are called by their kind; all others are named in full somewhere."""
    named = {
        wanted
        for tree in templates(app).values()
        for node in tree.find_all(TAKES_IN)
        for wanted in _literals(node)
    }
    for path in python_files("hubapp"):
        named |= {each.value for each in nodes_of(path) if isinstance(each, ast.Constant)}
    open_sets = ("cards/", "fields/", "destinations/")
    unseen = [each for each in templates(app) if each not in named]
    unseen = [each for each in unseen if not each.startswith(open_sets)]
    assert not unseen, "\n".join(unseen)


@pytest.mark.parametrize("app", APPS)
def test_what_is_translated_is_a_literal(app):
    """Or it is in no catalogue."""
    made_up = [
        f"{name}:{call.lineno} {call.node.name}"
        for name, tree in templates(app).items()
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name in SENTENCES
        and not _all_literal(call.args[: SENTENCES[call.node.name]])
    ]
    assert not made_up, "\n".join(made_up)


def _all_literal(given: list[nodes.Node]) -> bool:
    return bool(given) and all(
        isinstance(each, nodes.Const) and isinstance(each.value, str) for each in given
    )


def test_there_are_templates_to_read():
    assert len(templates("hubapp")) > 30
    assert len(templates("sandbox")) > 3
