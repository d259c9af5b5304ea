"""What every field kind promises. Each rule is a function of a kind and a table to lay it on; the
suite runs them over the registry, and over fakes of which each breaks one rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hubapp.cards import CARD_TYPES
from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Submission
from hubapp.services import editing
from hubapp.web.assets import icon
from tests.contracts.inputs import NAME, defaults, example, is_a, shown
from tests.contracts.pages import Page
from tests.contracts.table import Laid, Table
from tests.support.forms import posted_by

Rule = Callable[[FieldKind, Table], None]
RULES: dict[str, Rule] = {}
_WRONG = ["zq", "x" * 3000, "-1", "9" * 5000, "2999-99-99", "0 0 0", "'\"><script>"]
_EMPTY: list[list[str]] = [[], [""], ["  "], ["", "", ""]]
_CONTROLS = ("text", "number", "lines", "select")


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


@rule
def its_kind_is_a_plain_name(kind: FieldKind, table: Table) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", kind.kind)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", kind.default_key)


@rule
def it_speaks_in_words(kind: FieldKind, table: Table) -> None:
    for said in (kind.label, *(option.label for option in kind.options)):
        assert isinstance(said, Words), "a sentence for people is Words"
        assert str(said)
    assert all(isinstance(option.help, Words) for option in kind.options)
    blank = dict.fromkeys(defaults(kind), "")
    for sentence in (*kind.option_problems(blank), *kind.option_problems({})):
        assert isinstance(sentence, Words)
    for raw in ([""], *([each] for each in _WRONG)):
        read = kind.clean(raw, defaults(kind), True, "Thing")
        assert isinstance(read, Clean) or isinstance(read.sentence, Words)


@rule
def its_icon_is_there(kind: FieldKind, table: Table) -> None:
    assert "<path" in icon(kind.icon), f"no icon {kind.icon}"


@rule
def its_input_is_there(kind: FieldKind, table: Table) -> None:
    page = Page(shown(table, kind))
    if not kind.shown:
        assert page.said.strip() == ""
        assert len(page.elements) == 1, "visitors see something of it"
        return
    assert page.controls(NAME), f"nothing is named {NAME}"
    assert page.controls(NAME) == page.controls(), "some control is nobody's"
    assert NAME in page.ids, f"a problem cannot lead to #{NAME}"


@rule
def what_its_input_posts_is_its_sample(kind: FieldKind, table: Table) -> None:
    raw, value = example(table, kind)
    if kind.shown:
        page = shown(table, kind, raw)
        raw = [each for name, each in posted_by(page, id="it") if name == NAME]
    assert kind.clean(raw, defaults(kind), True, "Thing") == Clean(value)


@rule
def what_is_typed_makes_no_element(kind: FieldKind, table: Table) -> None:
    hole = '"><b id="hole"></b>'
    options = dict.fromkeys(defaults(kind), hole)
    page = shown(table, kind, [hole] * 3, label=hole, help=hole, options=options)
    assert "hole" not in Page(page).ids


@rule
def its_problem_is_tied_to_it(kind: FieldKind, table: Table) -> None:
    """Those who hear the page are told what is wrong where it is wrong."""
    if not kind.shown:
        return
    told = Words("Mend this.")
    page = Page(shown(table, kind, ["zq"], problem=told, help="Help for you"))
    tied = [given for _, given in page.elements if "aria-describedby" in given]
    described = "".join(page.texts.get(id_, "") for id_ in _ids(tied))
    assert "Mend this." in described
    assert "Help for you" in described
    assert all(id_ in page.ids for id_ in _ids(tied)), "it is described by what is not there"
    assert any(given.get("aria-invalid") == "true" for _, given in page.elements)
    assert "aria-invalid" not in shown(table, kind)


def _ids(elements: list[dict[str, str]]) -> list[str]:
    return [id_ for given in elements for id_ in given["aria-describedby"].split()]


@rule
def its_input_says_that_it_is_required(kind: FieldKind, table: Table) -> None:
    """By its state; a group of inputs has none, so there the words tell what is optional."""
    if not kind.shown:
        return
    must, may = (Page(shown(table, kind, required=each)) for each in (True, False))
    assert not _required(may)
    assert _required(must) or any(tag == "fieldset" for tag, _ in must.elements)
    assert "optional" in may.said
    assert "optional" not in must.said


def _required(page: Page) -> bool:
    return any(
        given.get("aria-required") == "true" or "required" in given for _, given in page.elements
    )


@rule
def no_input_breaks_it(kind: FieldKind, table: Table) -> None:
    odd = [{}, defaults(kind), dict.fromkeys(defaults(kind), "zq")]

    @given(st.lists(st.text(max_size=50), max_size=4), st.booleans(), st.sampled_from(odd))
    @settings(max_examples=60, database=None, phases=[Phase.generate])
    def check(raw: list[str], required: bool, options: Mapping[str, Any]) -> None:
        read = kind.clean(raw, options, required, "Thing")
        assert isinstance(read, Clean | Unclean)
        assert isinstance(read, Unclean) or _storable(read.value, kind)

    for each in _WRONG:
        assert isinstance(kind.clean([each], defaults(kind), True, "Thing"), Clean | Unclean)
    check()


def _storable(value: Any, kind: FieldKind) -> bool:
    json.dumps(value, allow_nan=False)
    return value is None or is_a(value, kind.value_type)


@rule
def its_values_are_of_its_type(kind: FieldKind, table: Table) -> None:
    assert is_a(kind.sample, kind.value_type), "its sample is of another type"
    raw, _ = example(table, kind)
    read = kind.clean(raw, defaults(kind), True, "Thing")
    assert isinstance(read, Clean)
    assert is_a(read.value, kind.value_type)


@rule
def what_is_filled_in_reads_as_it_was(kind: FieldKind, table: Table) -> None:
    raw, _ = example(table, kind)
    read = kind.clean(raw, defaults(kind), True, "Thing")
    assert isinstance(read, Clean)
    filled = kind.filled_in(read.value, defaults(kind))
    if kind.receipt:
        assert not filled, "nobody agrees by what is filled in"
    else:
        assert kind.clean(filled, defaults(kind), True, "Thing") == read


@rule
def nothing_typed_is_nothing(kind: FieldKind, table: Table) -> None:
    nothing = Clean(False) if kind.value_type == "boolean" else Clean(None)
    for raw in _EMPTY:
        assert kind.clean(raw, defaults(kind), False, "Thing") == nothing
        if kind.shown:
            assert isinstance(kind.clean(raw, defaults(kind), True, "Thing"), Unclean)


@rule
def who_sees_nothing_is_refused_nothing(kind: FieldKind, table: Table) -> None:
    for each in () if kind.shown else ("", *_WRONG):
        assert isinstance(kind.clean([each], defaults(kind), True, "Thing"), Clean)


@rule
def it_says_what_is_wrong(kind: FieldKind, table: Table) -> None:
    """Whoever typed something is not told to type something. Who chooses cannot choose wrong."""
    if kind.shown and Page(shown(table, kind)).values(NAME):
        return
    empty = kind.clean([""], defaults(kind), True, "Thing")
    for each in _WRONG:
        read = kind.clean([each], defaults(kind), True, "Thing")
        if isinstance(read, Unclean):
            assert str(read.sentence)
            assert read != empty, f"“{each[:20]}” is refused as if nothing had been typed"


@rule
def its_options_hold_from_the_start(kind: FieldKind, table: Table) -> None:
    assert kind.option_problems(defaults(kind)) == []
    assert len(defaults(kind)) == len(kind.options)
    for option in kind.options:
        assert option.control in _CONTROLS
        if option.control == "select":
            assert option.choices is not None
            assert option.default in dict(option.choices("en"))


@rule
def its_options_are_controls_of_the_editor(kind: FieldKind, table: Table) -> None:
    laid = lay(kind, table)
    address = f"{laid.editor}/form"
    page = table.open(address)
    pairs, before = posted_by(page, data_autosave=""), _field(laid)
    for option in kind.options:
        name = f"fields.f1.options.{option.key}"
        assert dict(pairs)[name] == str(own_options(kind)[option.key])
        assert name in Page(page).ids
    assert ('name="fields.f1.required"' in page) is kind.may_be_required
    posted = [(name, value) for name, value in pairs if name != "_revision"]
    assert table.member.post(address, data=dict(posted)).status_code == 302
    assert _field(laid) == before


def own_options(kind: FieldKind) -> dict[str, Any]:
    """The defaults, but no sample where the marketer's own words belong."""
    return {**defaults(kind), **dict.fromkeys(kind.own_words, "Our own words.")}


def lay(kind: FieldKind, table: Table, required: bool = False) -> Laid:
    """A published hub that asks for this alone, at the start of a card of any type."""
    field = {"id": "f1", "kind": kind.kind, "key": "thing", "label": "Thing", "help": "Why"}
    field |= {"required": required or kind.condition, "options": own_options(kind)}
    form = {"placement": "start", "headline": "", "button": "Go", "fields": [field]}
    return table.lay(next(iter(CARD_TYPES.values())), form=form)


def _field(laid: Laid) -> dict[str, Any]:
    found = editing.document(laid.hub_id, f"form:{laid.card_id}")[0]["fields"][0]
    return {**found, "options": {key: str(value) for key, value in found["options"].items()}}


@rule
def what_a_visitor_fills_in_is_kept(kind: FieldKind, table: Table) -> None:
    laid, (raw, value) = lay(kind, table, required=kind.shown), example(table, kind)
    parameter = kind.link_parameter(defaults(kind))
    page = table.visit(f"{laid.card}?{parameter}={raw[0]}" if parameter else laid.card)
    empty = {"stamp": dict(posted_by(page, data_play=""))["stamp"]}
    if kind.shown:
        refused = table.visitor.post(laid.card, data=empty)
        assert refused.status_code == 422
        assert f'href="#{NAME}"' in refused.text
    data = {**empty, **({} if parameter else {NAME: raw})}
    assert table.visitor.post(laid.card, data=data).status_code == 303
    kept = db.session.scalars(select(Submission).where(Submission.hub_id == laid.hub_id)).one()
    assert kept.values == {"thing": value}


@rule
def its_link_parameter_is_its_source(kind: FieldKind, table: Table) -> None:
    options = defaults(kind)
    parameter, link = kind.link_parameter(options), {"other": "no", "external_id": "no"}
    assert isinstance(kind.link_parameter({}), str)
    posted, told = ["posted"], kind.source_of(["posted"], {**link, parameter: "told"}, options)
    assert list(told) == (["told"] if parameter else posted)
    if parameter:
        nothing = kind.source_of(posted, {"other": "no"}, options)
        assert kind.clean(nothing, options, False, "Thing") == Clean(None), "forged"


@rule
def a_receipt_has_its_wording(kind: FieldKind, table: Table) -> None:
    if kind.receipt:
        assert defaults(kind).get("wording"), "nothing says what was agreed to"
        assert kind.value_type == "boolean"
        assert defaults(kind)["wording"] in shown(table, kind), "it asks for something else"
        linked = {"wording": "Read [this](https://example.org/it), [not](javascript:it)."}
        page = Page(shown(table, kind, options=linked))
        to = [given["href"] for tag, given in page.elements if tag == "a"]
        assert to == ["https://example.org/it"], "its wording has no links, or too many"
        assert "https://example.org/it" in kind.receipt_of(linked), "it is kept without its link"
        assert len(kind.option_problems(linked)) == 1, "a link that leads nowhere is published"
    else:
        assert not kind.condition, "a condition is a receipt"
