"""What every card type promises. Each rule is a function of a type and a table to lay it on; the
suite runs them over the registry, and over fakes of which each breaks one rule."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any, get_origin

from hubapp.core import art
from hubapp.core.card_type import Accepted, CardType, NotAccepted, Unreadable
from hubapp.core.content import Item, Part, about, pictures_in, shape_problems
from hubapp.core.controls import content_from, item_type, tree_of
from hubapp.core.entry_rule import RULES as ENTRY_RULES
from hubapp.core.words import Words
from hubapp.web.assets import asset_url, icon
from tests.contracts.answers import goes_on_with, taken
from tests.contracts.marks import blanked, control_names, filled, lists_in, marked, size
from tests.contracts.table import Table
from tests.support.forms import posted_by

Rule = Callable[[CardType, Table], None]
RULES: dict[str, Rule] = {}
_GARBAGE = [
    *([], [""], ["x"], ["\x00"], ["-1"], ["0"], ["7"], ["²"], ["9" * 30], ["a", "b"]),
    ["'\"><script>"],
]


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


@rule
def its_kind_is_a_plain_name(kind: CardType, table: Table) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", kind.kind)


@rule
def it_speaks_in_words(kind: CardType, table: Table) -> None:
    for said in (kind.label, kind.purpose, kind.call_to_action):
        assert isinstance(said, Words), "a sentence for people is Words"
        assert str(said)
    assert isinstance(kind.duration(kind.default_content()), Words)
    for output in kind.outputs(kind.default_content()):
        assert isinstance(output.label, Words)


@rule
def its_icon_and_art_are_there(kind: CardType, table: Table) -> None:
    assert "<path" in icon(kind.icon), f"no icon {kind.icon}"
    assert kind.art in art.PATTERNS


@rule
def its_entry_rule_is_known(kind: CardType, table: Table) -> None:
    assert kind.entry_rule in ENTRY_RULES


@rule
def its_templates_are_there(kind: CardType, table: Table) -> None:
    for name in ("editor.html", "play.html", "result.html"):
        table.app.jinja_env.get_template(f"cards/{kind.kind}/{name}")


@rule
def its_files_are_there(kind: CardType, table: Table) -> None:
    with table.app.test_request_context():
        for file in filter(None, (*kind.scripts, *kind.styles, kind.picture)):
            assert "/none/" not in asset_url(f"cards/{kind.kind}/{file}"), f"no {file}"


@rule
def its_content_is_described(kind: CardType, table: Table) -> None:
    _described(kind.Content)


def _described(model: type[Part]) -> None:
    for name, field in model.model_fields.items():
        control = about(field)["control"]
        assert control, f"{name} is not made by core/content.py"
        if control == "items":
            assert get_origin(field.annotation) is tuple, f"{name} is no tuple[Item, ...]"
            assert issubclass(item_type(field.annotation), Item)
            _described(item_type(field.annotation))


@rule
def its_schemas_are_chained(kind: CardType, table: Table) -> None:
    assert set(range(1, kind.schema)) <= set(kind.upgrades)


@rule
def what_it_stores_it_reads(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    assert (
        kind.read(json.loads(json.dumps(content.model_dump(mode="json"))), kind.schema) == content
    )
    for garbage in (
        {"questions": 5},
        {"slices": [1]},
        dict.fromkeys(type(content).model_fields, 5),
    ):
        try:
            kind.read(garbage, kind.schema)
        except Unreadable:
            continue
    try:
        kind.read({}, kind.schema + 1)
    except Unreadable:
        return
    raise AssertionError("a newer schema was read")


@rule
def a_new_card_can_be_published(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    assert kind.problems(content, publishing=True) == []
    assert shape_problems(content) == []


@rule
def its_editor_posts_back_what_it_shows(kind: CardType, table: Table) -> None:
    laid = table.lay(kind)
    pairs = posted_by(table.open(laid.editor), id="card-form")
    read = content_from(kind.Content, tree_of(pairs), kind.Content())
    assert read.problems == []
    assert kind.tidy(read.content) == laid.content
    assert table.member.post(laid.editor, data=_multi(pairs)).status_code == 302
    assert table.stored(laid) == laid.content


@rule
def every_field_has_its_control(kind: CardType, table: Table) -> None:
    laid = table.lay(kind, filled(kind.default_content()))
    page = table.open(laid.editor)
    missing = [name for name in control_names(laid.content) if f'name="{name}"' not in page]
    assert missing == []


@rule
def no_control_is_nobodys(kind: CardType, table: Table) -> None:
    laid = table.lay(kind)
    pairs = posted_by(table.open(laid.editor), id="card-form")
    known = {*control_names(laid.content)}
    posted = {name for name, _ in pairs if not name.startswith(("_", "csrf", "card_"))}
    assert {name for name in posted if not name.endswith("_remove")} - known == set()


@rule
def whatever_can_be_added_is_added(kind: CardType, table: Table) -> None:
    laid = table.lay(kind)
    for path in lists_in(laid.content):
        pairs = posted_by(table.open(laid.editor), id="card-form")
        before = size(table.stored(laid))
        table.member.post(laid.editor, data=_multi([*pairs, ("_action", f"add:{path}")]))
        assert size(table.stored(laid)) > before, f"nothing was added to {path}"
        assert table.member.get(laid.editor).status_code == 200


@rule
def an_empty_card_breaks_nothing(kind: CardType, table: Table) -> None:
    empty = kind.Content()
    json.dumps(kind.public_content(empty))
    kind.outputs(empty)
    kind.duration(empty)
    kind.output_values(empty, [], None)
    laid = table.lay(kind, empty)
    for place in (laid.editor, laid.preview, laid.preview_of_hub):
        assert table.member.get(place).status_code == 200, place


@rule
def its_problems_name_controls(kind: CardType, table: Table) -> None:
    blank = blanked(kind.default_content())
    laid = table.lay(kind, blank)
    page = table.open(laid.editor)
    for problem in [*kind.problems(blank, True), *kind.problems(kind.Content(), True)]:
        assert isinstance(problem.sentence, Words)
    for problem in kind.problems(blank, publishing=True):
        assert f'id="{problem.where}"' in page, f"no control {problem.where}"


@rule
def nothing_secret_is_in_what_is_public(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    _no_secret_names(content, kind.public_content(content))


def _no_secret_names(part: Part, public: dict[str, Any]) -> None:
    for name, field in type(part).model_fields.items():
        if about(field).get("secret"):
            assert name not in public, f"{name} is secret"
        elif about(field)["control"] == "items":
            for each, shown in zip(getattr(part, name), public[name], strict=True):
                _no_secret_names(each, shown)


@rule
def no_byte_tells_a_secret_before_its_time(kind: CardType, table: Table) -> None:
    content, secrets = marked(kind.default_content())
    laid = table.lay(kind, content)
    files = "".join(
        table.app.test_client().get(address).get_data().decode("utf-8", "replace")
        for address in re.findall(r'/static/[^"]+', table.visit(laid.card))
    )
    seen = [table.visit(laid.hub), table.visit(laid.card), files]
    for play in kind.example_plays(content)[:3]:
        told: set[str] = set()
        answers: list[Any] = []
        where, page = laid.card, table.visit(laid.card)
        for step, raw in enumerate(play):
            assert _found(secrets, page) <= told, "a secret before its time"
            where, page = table.answer(laid, where, step, raw)
            answers.append(taken(kind, content, step, raw))
            if step + 1 < len(play):
                told |= _found(secrets, json.dumps(kind.feedback(content, step, answers[-1])))
    for each in seen:
        assert _found(secrets, each) == set(), "a secret before its time"


@rule
def every_secret_is_told_in_the_end(kind: CardType, table: Table) -> None:
    """Whatever an editor fills in for after the play is shown by some play."""
    content, secrets = marked(kind.default_content())
    told = ""
    for play in kind.example_plays(content):
        for seed in range(60):
            answers = [taken(kind, content, step, raw) for step, raw in enumerate(play)]
            outcome = kind.outcome(content, answers, random.Random(seed))  # noqa: S311
            told += json.dumps(outcome.screen)
    assert set(secrets) - _found(secrets, told) == set()


@rule
def its_example_plays_come_to_their_end(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    laid = table.lay(kind, content)
    plays = kind.example_plays(content)
    assert plays
    for play in plays[:4]:
        assert len(play) == kind.steps(content)
        where, page = laid.card, table.visit(laid.card)
        for step, raw in enumerate(play):
            where, page = table.answer(laid, where, step, raw)
        if play:
            assert 'data-at="result"' in page, "the play has no end"
            assert 'id="result"' in page, "the result cannot be focused"


@rule
def no_answer_breaks_it(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    for step in range(kind.steps(content)):
        for raw in _GARBAGE:
            read = kind.check_answer(content, step, raw)
            assert isinstance(read, Accepted | NotAccepted)
            if isinstance(read, NotAccepted):
                assert isinstance(read.sentence, Words)
            else:
                goes_on_with(kind, content, step, read.answer)


@rule
def its_outputs_are_what_it_gives(kind: CardType, table: Table) -> None:
    content = kind.default_content()
    kinds = {"text": str, "number": int | float, "boolean": bool, "date": str, "list": list}
    for play in kind.example_plays(content)[:3]:
        answers = [taken(kind, content, step, raw) for step, raw in enumerate(play)]
        outcome = kind.outcome(content, answers, random.Random(1))  # noqa: S311
        json.dumps([dict(outcome.values), dict(outcome.screen)])
        values = kind.output_values(content, answers, outcome)
        for output in kind.outputs(content):
            assert output.key in values, f"no value for {output.key}"
            assert isinstance(values[output.key], kinds[output.value_type]), output.key
            assert isinstance(output.sample, kinds[output.value_type]), output.key
        assert all(isinstance(key, str) for key in kind.tally_keys(content, answers))


@rule
def its_pictures_are_known(kind: CardType, table: Table) -> None:
    content = filled(kind.default_content())
    assert set(kind.pictures(content)) == set(pictures_in(content))


def _found(secrets: list[str], page: str) -> set[str]:
    return {secret for secret in secrets if secret in page}


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
