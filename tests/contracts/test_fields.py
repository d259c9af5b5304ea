"""The contract of field kinds, over the registry and over fakes that break each rule once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hubapp.core.field_kind import Clean, FieldKind
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS
from hubapp.fields.single_choice import SingleChoice
from hubapp.services import editing
from hubapp.services.visiting import stamps, told_in_form
from tests.architecture.sources import HOUSE, files_ending, place_of, python_files, syntax_of
from tests.contracts.fakes_of_fields import BREAKERS, Size, templates_of
from tests.contracts.field_rules import lay, own_options
from tests.contracts.inputs import NAME, shown
from tests.contracts.pages import Page
from tests.contracts.table import Table
from tests.contracts.value_rules import RULES

rules = pytest.mark.parametrize("rule", RULES)
_FOLDER = HOUSE / "fields"
_OTHER_KINDS = (HOUSE / "sandbox", HOUSE / "services" / "people" / "contacts.py")
"""Where a kind is what a person is found by: an email address, a phone number."""


@pytest.fixture
def table(app, signed_in, workspace, owner, monkeypatch) -> Table:
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return Table(app, signed_in("editor"), workspace, owner)


@pytest.fixture
def register(beside) -> Callable[[FieldKind], FieldKind]:
    return lambda fake: beside(FIELD_KINDS, fake, templates_of(fake))


@rules
@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_every_field_kind_keeps(rule, kind, table):
    RULES[rule](FIELD_KINDS[kind], table)


@rules
def test_the_good_fake_keeps(rule, table, register):
    RULES[rule](register(Size()), table)


@rules
def test_a_fake_that_breaks_is_caught_by(rule, table, register):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, the suite is red
        RULES[rule](register(BREAKERS[rule]()), table)
    assert not isinstance(caught.value, NameError)


def asked_by_name(tree: ast.AST) -> list[ast.Compare]:
    """Comparisons of a kind with the name of a field kind."""
    return [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.Compare)
        and re.search(r"\bkind\b", ast.unparse(each.left))
        and {
            constant.value
            for constant in ast.walk(each)
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        }
        & set(FIELD_KINDS)
    ]


def options_by_name(tree: ast.AST) -> set[str]:
    """Names of options that are read from a field."""
    found = set()
    for each in ast.walk(tree):
        if isinstance(each, ast.Subscript):
            whose, keys = each.value, [each.slice]
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            whose, keys = each.func.value, each.args[:1]
        elif isinstance(each, ast.Compare):
            whose, keys = each.comparators[0], [each.left]
        else:
            continue
        if ast.unparse(whose).endswith("options"):
            found |= {str(key.value) for key in keys if isinstance(key, ast.Constant)}
    return found


def _outside() -> list[tuple[Path, ast.AST]]:
    modules = [path for path in python_files("hubapp") if _FOLDER not in path.parents]
    return [(path, syntax_of(path)) for path in modules]


def test_nobody_outside_asks_for_a_kind_by_its_name():
    asked = [
        place_of(path, each)
        for path, tree in _outside()
        for each in asked_by_name(tree)
        if not {path, *path.parents} & set(_OTHER_KINDS)
    ]
    assert asked == []
    names = "|".join(FIELD_KINDS)
    asking = re.compile(rf"kind\b[^%}}]*(==|!=|\bin\b)[^%}}]*['\"]({names})['\"]")
    templates = [path for path in files_ending(".html") if _FOLDER not in path.parents]
    assert [place_of(path) for path in templates if asking.search(path.read_text("utf-8"))] == []


def test_only_what_kinds_have_in_common_is_read_outside():
    """``core/agreement.py`` and ``core/choosing.py`` are what kinds are made of."""
    used = {name for _, tree in _outside() for name in options_by_name(tree)}
    declared = {option.key for kind in FIELD_KINDS.values() for option in kind.options}
    assert used & declared == {"choices", "wording"}


@pytest.mark.parametrize(
    "line",
    ["field.kind == 'email'", "kind.kind in ('x', 'email')", "'email' if kind != 'email' else 0"],
)
def test_such_a_question_is_seen(line):
    assert asked_by_name(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["field.options['parameter']", "options.get('parameter')", "'parameter' in f.options"]
)
def test_such_an_option_is_seen(line):
    assert options_by_name(ast.parse(line)) == {"parameter"}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("email", " Ana@Example.COM ", "ana@example.com"),
        ("phone", "0412 345 678", "+61412345678"),
        ("country", "au", "AU"),
        ("date_of_birth", "1990-04-23", "1990-04-23"),
        ("text", " hi ", "hi"),
        ("consent", "y", True),
        ("hidden", "u1", "u1"),
    ],
)
def test_what_visitors_type_is_kept_clean(kind, raw, value):
    field = FIELD_KINDS[kind]
    options = {option.key: option.default for option in field.options}
    assert field.clean([raw], options, True, "Label") == Clean(value)


def test_a_child_is_told_the_minimum_age():
    born = FIELD_KINDS["date_of_birth"]
    found = born.unfit("2024-01-01", {"minimum_age": 18}, date(2026, 1, 1))
    assert found == Words("You must be %(age)s or older to take part.", age=18)


def tells_the_same_in_other_words(kind: FieldKind, table: Table) -> None:
    """Whatever of its values are the marketer's own words go on being told in the first of them."""
    first = own_options(kind)
    lines = {each.key: first[each.key] for each in kind.options if each.control == "lines"}
    then = {key: "\n".join(f"{x} anew" for x in text.splitlines()) for key, text in lines.items()}
    laid = lay(kind, table)
    form, _ = editing.document(laid.hub_id, f"form:{laid.card_id}")
    changed = {**form["fields"][0], "options": {**first, **then}}
    key = f"form:{laid.card_id}"
    editing.change(laid.hub_id, None, Words("x"), {key: {**form, "fields": [changed]}})
    editing.publish(laid.hub_id, None)
    _, _, snapshot = editing.live_snapshot(laid.hub.split("/")[2])
    card = snapshot.card(laid.card_id)
    read = [_first_of(kind, table, options) for options in (first, {**first, **then})]
    assert told_in_form(snapshot, card, {"thing": read[1]}) == {"thing": read[0]}


def _first_of(kind: FieldKind, table: Table, options: dict[str, Any]) -> Any:
    """The value of whoever chooses the first that there is to choose from."""
    raw = Page(shown(table, kind, options=options)).values(NAME)[:1] if kind.shown else []
    read = kind.clean(raw or ["zq"], options, False, "Thing")
    return read.value if isinstance(read, Clean) else None


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_every_kind_tells_the_same_in_other_words(kind, table):
    tells_the_same_in_other_words(FIELD_KINDS[kind], table)


class _Splitting(SingleChoice):
    def lines(self, options: Mapping[str, Any]) -> Sequence[str]:
        return ()


def test_a_kind_that_does_not_name_its_choices_is_caught(table, monkeypatch):
    monkeypatch.setitem(FIELD_KINDS, "single_choice", _Splitting())
    with pytest.raises(AssertionError, match="Blue"):
        tells_the_same_in_other_words(FIELD_KINDS["single_choice"], table)
