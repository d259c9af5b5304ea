"""The sentences that visitors may read, as the source says them: of the templates of public pages
and of the Python that answers visitors. What only members read is left out by where it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment
from jinja2 import nodes as jinja

from tests.architecture.sources import HOUSE, nodes_of, place_of, python_files, syntax_of

Sentence = str | tuple[str, str]
"""A message; or one and many of it."""

MODULES = (
    *("hubapp/fields", "hubapp/cards", "hubapp/core/one_line.py", "hubapp/core/agreement.py"),
    *("hubapp/core/prizes.py", "hubapp/core/choosing.py"),
    *("hubapp/blueprints/public", "hubapp/services/visiting/plays.py", "hubapp/web/errors.py"),
    *(
        "hubapp/services/visiting/filling.py",
        "hubapp/services/visiting/submissions.py",
        "hubapp/web/moments.py",
    ),
    *("hubapp/services/visiting/codes.py", "hubapp/services/visiting/confirming.py"),
    *("hubapp/services/visiting/asked.py", "hubapp/services/results/letter.py"),
    "hubapp/blueprints/results/tickets.py",
    "hubapp/services/visiting/won_codes.py",
    *("hubapp/core/entry_rule.py", "hubapp/web/origins.py", "hubapp/services/editing/goals.py"),
)
"""Who answers visitors."""
FOR_MEMBERS = re.compile(r"(.*_)?problems|_of|purpose|options|names|ASKS|RULE_LABELS")
"""Functions and names whose sentences are for members: what stands in the way of publishing, and
the controls of the editor and what the differences before publishing call them."""
LABELS_FOR_MEMBERS = ("hubapp/fields/", "hubapp/cards/survey/asking.py")
"""Where a ``label`` is what the editor calls something, and visitors never see it."""
ONLY_MEMBERS = (
    "Your role does not include this",
    "Ask an owner of the workspace to do it, or for the role that may.",
)
MACROS = {"components/endings.html": "ended", "components/prizes.html": "found"}
"""Templates that the editor has too, and their macros that visitors see."""


@cache
def sentences() -> dict[Sentence, str]:
    """Each, and where it was found first."""
    found: dict[Sentence, str] = {}
    for sentence, place in (*_of_templates(), *_of_python(), *_of_added_fields()):
        found.setdefault(sentence, place)
    return found


def _of_templates() -> Iterator[tuple[Sentence, str]]:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for path in _templates():
        name = path.relative_to(HOUSE).as_posix().removeprefix("templates/")
        tree: jinja.Node = environment.parse(path.read_text("utf-8"))
        if name in MACROS:
            macros = tree.find_all(jinja.Macro)
            tree = next(each for each in macros if each.name == MACROS[name])
        for call in tree.find_all(jinja.Call):
            if isinstance(call.node, jinja.Name) and call.node.name in ("_", "ngettext"):
                texts = [each.value for each in call.args if isinstance(each, jinja.Const)]
                many = call.node.name == "ngettext"
                yield ((texts[0], texts[1]) if many else texts[0]), f"{name}:{call.lineno}"


def _templates() -> Iterator[Path]:
    yield from sorted((HOUSE / "templates/public").glob("*.html"))
    yield from (HOUSE / "templates/results" / f"{each}.html" for each in ("proof", "stage"))
    yield from (HOUSE / "templates/components" / f"{each}.html" for each in _COMPONENTS)
    yield from (HOUSE / "templates" / each for each in MACROS)
    yield from sorted((HOUSE / "fields").glob("*/input.html"))
    for path in sorted((HOUSE / "cards").glob("*/*.html")):
        if path.name not in ("editor.html", "question.html"):
            yield path


_COMPONENTS = ("entry", "inputs", "ticket")


def _of_python() -> Iterator[tuple[Sentence, str]]:
    for path in python_files(*MODULES):
        place = place_of(path)
        yield from _in_python(syntax_of(path), place)
    for node in syntax_of(HOUSE / "web/words.py").body:
        if isinstance(node, ast.Assign) and _named(node.targets[0]) in ("_LETTERS", "MONTHS"):
            yield from _in_python(node, "hubapp/web/words.py")


def _of_added_fields() -> Iterator[tuple[Sentence, str]]:
    """What a field that is added begins with, and what becomes the marketer's own."""
    for path in python_files("hubapp/fields", "hubapp/services/editing/forms.py"):
        for node in nodes_of(path):
            if text := _begins_with(node):
                yield text, place_of(path, node)


def _in_python(node: ast.AST, place: str) -> Iterator[tuple[Sentence, str]]:
    if _is_for_members(node, place):
        return
    if isinstance(node, ast.Call) and _named(node.func) == "Words" and node.args:
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if texts and texts[0] not in ONLY_MEMBERS:
            yield (tuple(texts) if len(texts) == 2 else texts[0]), f"{place}:{node.lineno}"
    for child in ast.iter_child_nodes(node):
        yield from _in_python(child, place)


def _begins_with(node: ast.AST) -> str:
    text: ast.AST | None = None
    if isinstance(node, ast.AnnAssign) and _named(node.target) == "default_label":
        text = node.value
    if isinstance(node, ast.Call) and _named(node.func) == "said":
        text = node.args[0]
    if isinstance(node, ast.Call) and _named(node.func) == "FieldOption":
        text = node.args[3]
    found = text.value if isinstance(text, ast.Constant) else ""
    # Keys, such as a parameter's and a country's, are the same in every language.
    return found if re.search(r"[A-Z][a-z]|\s", str(found)) else ""


def _is_for_members(node: ast.AST, place: str) -> bool:
    if isinstance(node, ast.FunctionDef):
        return FOR_MEMBERS.fullmatch(node.name) is not None
    if isinstance(node, ast.AnnAssign | ast.Assign):
        name = _named(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])
        label = name == "label" and place.startswith(LABELS_FOR_MEMBERS)
        return label or FOR_MEMBERS.fullmatch(name) is not None
    if isinstance(node, ast.Call) and _named(node.func) == "Output":
        return not any(each.arg == "shared" for each in node.keywords)
    return False


def _named(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
