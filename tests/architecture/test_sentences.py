"""A sentence for people is a value, Words with a literal template: a text that is put together when
the program runs is in no catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.foreign import has_latin
from tests.architecture.sources import files_ending, nodes_of, place_of, python_files

SENTENCE_AT = {
    "Problem": 1,
    "Finding": 1,
    "Verdict": 1,
    **dict.fromkeys(("Unclean", "NotAccepted", "Unmappable", "tell"), 0),
}
"""Calls that take a sentence, and where among what they are given."""
SENTENCE_NAMES = ("sentence", "words")
"""By name, in any call."""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Place, name and node of every call in hubapp."""
    for path in python_files("hubapp"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                name = node.func.id if isinstance(node.func, ast.Name) else name
                yield place_of(path, node), name, node


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_put_together(node: ast.expr) -> bool:
    """A text that is made when the program runs: no catalogue has it."""
    if isinstance(node, ast.BinOp):
        return any(is_text(each) or is_put_together(each) for each in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("format", "join") and is_text(node.func.value)
    if isinstance(node, ast.IfExp):
        return any(is_text(each) or is_put_together(each) for each in (node.body, node.orelse))
    return isinstance(node, ast.JoinedStr)


def has_words(node: ast.expr) -> bool:
    """A word stands in it, outside of what is put in."""
    parts = [each.value for each in ast.walk(node) if is_text(each)]
    return any(has_latin(each) for each in parts)


def test_templates_of_words_are_literals():
    made_up = [
        where
        for where, name, call in calls()
        if name == "Words" and not all(is_text(each) for each in call.args)
    ]
    assert not made_up, "\n".join(made_up)


def test_nothing_that_goes_into_words_is_a_sentence_itself():
    hidden = [
        f"{where} {each.arg}"
        for where, name, call in calls()
        if name in ("Words", "verbatim")
        for each in [*call.keywords, *(ast.keyword(None, arg) for arg in call.args)]
        if is_put_together(each.value) and has_words(each.value)
    ]
    assert not hidden, "\n".join(hidden)


def test_who_takes_a_sentence_takes_words():
    plain = [
        f"{where} {name}"
        for where, name, call in calls()
        for each in [
            *call.args[SENTENCE_AT.get(name, 99) :][:1],
            *(given.value for given in call.keywords if given.arg in SENTENCE_NAMES),
        ]
        if is_put_together(each) or (is_text(each) and has_words(each))
    ]
    assert not plain, "\n".join(plain)


def test_no_script_speaks_by_itself():
    """A script takes its sentences from the page (``data-`` attributes)."""
    texts = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")
    sentence = re.compile(r"\b[A-Z][a-z]+\b.*[ …:.]|[ …:.].*\b[A-Z][a-z]+\b")
    spoken = [
        f"{place_of(path)} {found[0]}"
        for path in files_ending(".js")
        for found in texts.finditer(re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8")))
        if sentence.search(found[0][1:-1])
    ]
    assert not spoken, "\n".join(spoken)
