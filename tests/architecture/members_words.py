"""The sentences that only members read, as the source says them: all of them but those of
``visitors_words``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from jinja2 import Environment
from jinja2 import nodes as jinja

from tests.architecture import visitors_words
from tests.architecture.sources import HOUSE, nodes_of, place_of, python_files
from tests.architecture.visitors_words import Sentence

_SAY = {"_": 1, "ngettext": 2}
"""What templates call, and how many texts each takes."""


@cache
def sentences() -> dict[Sentence, str]:
    """Each, and where it was found first."""
    found: dict[Sentence, str] = {}
    for sentence, place in (*_of_templates(), *_of_python()):
        found.setdefault(sentence, place)
    return {each: found[each] for each in found.keys() - visitors_words.sentences().keys()}


def _of_templates() -> Iterator[tuple[Sentence, str]]:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for path in sorted(HOUSE.rglob("*.html")):
        for call in environment.parse(path.read_text("utf-8")).find_all(jinja.Call):
            if isinstance(call.node, jinja.Name) and call.node.name in _SAY:
                texts = [each.value for each in call.args if isinstance(each, jinja.Const)]
                yield (
                    _sentence(texts[: _SAY[call.node.name]]),
                    f"{path.relative_to(HOUSE)}:{call.lineno}",
                )


def _of_python() -> Iterator[tuple[Sentence, str]]:
    for path in python_files("hubapp"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words":
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if texts and texts[0]:
                    yield _sentence(texts), place_of(path, node)


def _sentence(texts: list[str]) -> Sentence:
    return (texts[0], texts[1]) if len(texts) == 2 else texts[0]
