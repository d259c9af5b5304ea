"""Where to split (CONTRIBUTING.md, sizes). What is larger has two things in it."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import ROOT, files_ending, nodes_of, place_of, python_files

OURS = ("hubapp", "tests", "bench", "pictures", "worker.py")
FILE, CONFTEST, FUNCTION, METHODS = 300, 200, 40, 15
MOST_LINES = {".html": 120, ".js": 150}
WIDEST = 120


def _lines(path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_no_module_is_long():
    long = [
        f"{place_of(path)} has {count} lines"
        for path in python_files(*OURS)
        if (count := len(_lines(path))) > (CONFTEST if path.name == "conftest.py" else FILE)
    ]
    assert not long, "\n".join(long)


def test_no_function_is_long():
    long = [
        f"{place_of(path, node)} {node.name} has {count} lines"
        for path in python_files(*OURS)
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := node.end_lineno - node.lineno + 1) > FUNCTION
    ]
    assert not long, "\n".join(long)


def test_no_class_has_many_methods():
    many = [
        f"{place_of(path, node)} {node.name} has {count} methods"
        for path in python_files(*OURS)
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef)
        and (count := sum(isinstance(each, ast.FunctionDef) for each in node.body)) > METHODS
    ]
    assert not many, "\n".join(many)


@pytest.mark.parametrize("suffix", MOST_LINES)
def test_no_template_or_script_is_long(suffix):
    long = [
        f"{place_of(path)} has {count} lines"
        for path in files_ending(suffix)
        if (count := len(_lines(path))) > MOST_LINES[suffix]
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("suffix", [".html", ".css", ".js", ".txt"])
def test_no_line_is_wide(suffix):
    wide = [
        f"{place_of(path)}:{number} is {len(line)} wide"
        for path in files_ending(suffix)
        for number, line in enumerate(_lines(path), 1)
        if len(line) > WIDEST
    ]
    assert not wide, "\n".join(wide)


def test_there_is_something_to_measure():
    assert len(python_files(*OURS)) > 100
    assert {path.suffix for path in files_ending(".html", ".css", ".js")} == {
        ".html",
        ".css",
        ".js",
    }
    assert not [each for each in python_files(*OURS) if ROOT not in each.parents]
