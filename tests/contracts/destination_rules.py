"""What every destination promises the people who connect it. Each rule is a function of a
destination and a table; the suite runs them over the registry, and over fakes of which each breaks
one rule. What it promises of requests and replies is in ``reply_rules.py``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hubapp.core.destination import Destination
from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from tests.contracts import sendings
from tests.contracts.pages import Page
from tests.contracts.sendings import origins_of, records_for, settings_of
from tests.contracts.table import Table
from tests.support.forms import posted_by

Rule = Callable[[Destination, Table], None]
RULES: dict[str, Rule] = {}
GARBAGE = ["", "zq", "x" * 3000, "-1", "9" * 5000, "http://[", "'\"><script>", "\x00", "٣"]


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


@rule
def its_kind_is_a_plain_name(destination: Destination, table: Table) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", destination.kind)
    assert isinstance(destination.label, str)
    assert destination.label


@rule
def it_speaks_in_words(destination: Destination, table: Table) -> None:
    said: list[Any] = [destination.sentence, destination.secret_label, destination.secret_help]
    for each in destination.identity_rules:
        said += [each.label, each.consequence]
    for group in destination.groups:
        said += [group.label, group.title]
    for target in destination.targets():
        said += [target.label, target.group]
        assert isinstance(target.help, Words)
    for record in records_for(destination):
        said += destination.describe(record)
    said += [each.sentence for each in destination.lint(FieldMapping(), [])]
    said += [each.sentence for each in destination.secret_problems("")]
    assert all(isinstance(each, Words) and str(each) for each in said), said


@rule
def its_reasons_are_keys(destination: Destination, table: Table) -> None:
    reasons = [str(each) for each in destination.reasons]
    assert all(isinstance(each, Words) for each in destination.reasons)
    assert all(0 < len(each) <= 60 for each in reasons)
    assert len(set(reasons)) == len(reasons)


@rule
def every_target_belongs_to_a_group(destination: Destination, table: Table) -> None:
    groups = [group.key for group in destination.groups]
    assert all(re.fullmatch(r"[a-z]+\.", key) for key in groups)
    keys = [target.key for target in destination.targets()]
    assert len(set(keys)) == len(keys)
    for target in destination.targets():
        assert len([key for key in groups if target.key.startswith(key)]) == 1, target.key
        assert target.value_types
        assert set(target.value_types) <= set(sendings.SAMPLES)


@rule
def every_identity_rule_says_what_identifies(destination: Destination, table: Table) -> None:
    keys = [each.key for each in destination.identity_rules]
    assert keys
    assert len(set(keys)) == len(keys)
    for each in destination.identity_rules:
        assert each.identifies
        assert set(each.identifies) <= set(sendings.IDENTITIES)


@rule
def its_screen_is_there(destination: Destination, table: Table) -> None:
    page = Page(sendings.screen(destination, table))
    labels = {given.get("for") for tag, given in page.elements if tag == "label"}
    names = sendings.own({given.get("name", "") for _, given in page.controls()})
    for name in names:
        assert name in page.ids, f"a problem cannot lead to #{name}"
        assert name in labels, f"{name} has no label"
    assert str(destination.secret_label) in page.said


@rule
def its_screen_posts_back_its_settings(destination: Destination, table: Table) -> None:
    hub_id, stored = sendings.lay(table), settings_of(destination)
    sendings.connect(destination, hub_id, stored)
    page = table.open(sendings.address_of(destination, hub_id))
    assert "zq-saved-key" not in page
    posted = dict(posted_by(page, id="connect"))
    assert destination.clean_settings(posted, origins_of(stored)) == (stored, [])


@rule
def its_problems_are_at_controls(destination: Destination, table: Table) -> None:
    page = Page(sendings.screen(destination, table))
    typed = [(tag, each) for tag, each in page.controls() if tag != "select"]
    names = sendings.own({given.get("name", "") for _, given in typed})
    found = set()
    for garbage in GARBAGE:
        cleaned, problems = destination.clean_settings(dict.fromkeys(names, garbage), ())
        json.dumps(cleaned)
        assert all(isinstance(each.sentence, Words) for each in problems)
        found |= {each.where for each in problems}
    assert found <= page.ids, f"no control {found - page.ids}"
    assert bool(found) is bool(names), "whatever is typed is taken"
    address = sendings.address_of(destination, sendings.lay(table))
    for garbage in GARBAGE[:2] if names else ():
        refused = table.member.post(address, data=dict.fromkeys(names, garbage))
        assert refused.status_code == 422
    destination.clean_settings({}, ())


@rule
def an_empty_key_is_refused_at_its_control(destination: Destination, table: Table) -> None:
    assert [each.where for each in destination.secret_problems("")] == ["secret"]
    for garbage in GARBAGE:
        assert {each.where for each in destination.secret_problems(garbage)} <= {"secret"}


@rule
def its_key_stays_secret(destination: Destination, table: Table) -> None:
    key = "zq0123456789key"
    posted = {**settings_of(destination), "secret": key}
    cleaned, _ = destination.clean_settings(
        {name: str(value) for name, value in posted.items()}, origins_of(posted)
    )
    records = records_for(destination)
    built = destination.build(settings_of(destination), key, records)
    probe = destination.probe(settings_of(destination), key)
    told = [cleaned, *(destination.describe(each) for each in records)]
    for request in (built, probe):
        told += [request.url, request.body, repr(request), request.unsendable]
    assert key not in repr(told)


@rule
def its_home_is_not_its_key(destination: Destination, table: Table) -> None:
    """All connections to one place are one place, whatever key brings the data."""
    example = settings_of(destination)
    posted = {name: str(value) for name, value in example.items()}
    homes = set()
    for key in ("first-key", "other-key"):
        cleaned, _ = destination.clean_settings({**posted, "secret": key}, origins_of(example))
        homes.add(destination.home(cleaned))
        assert key not in destination.home({**example, "secret": key})
    assert homes == {destination.home(example)}
    assert isinstance(destination.home({}), str)


@rule
def its_example_needs_no_settings(destination: Destination, table: Table) -> None:
    nothing, _ = destination.clean_settings({}, ())
    for begun in ({}, nothing):
        example = destination.example_settings(begun)
        assert destination.build(example, "", records_for(destination, 1)).taken == 1
    page = sendings.address_of(destination, sendings.lay(table))
    first = destination.describe(records_for(destination, 1)[0])
    assert first, "it does not say what it does"
    assert "<pre" in table.open(page), "its screen shows no example"


_keys = ["field.email", "field.x", "card.c1.number", "fact.hub_name", CONSTANT, ""]
_words = st.text(max_size=300)


@rule
def no_mapping_breaks_its_lint(destination: Destination, table: Table) -> None:
    ids = Page(sendings.screen(destination, table)).ids
    groups = [each.key for each in destination.groups]
    known = [each.key for each in destination.targets()]
    targets = st.sampled_from([*known, *groups, *(f"{each}x" for each in groups)]) | _words
    row = st.builds(MappingRow, st.sampled_from(_keys) | _words, targets, _words)
    rules = st.sampled_from([each.key for each in destination.identity_rules]) | _words
    identity = st.sampled_from(_keys) | _words
    mappings = st.builds(
        FieldMapping, rules, identity, _words, st.lists(row, max_size=3).map(tuple)
    )

    @given(mappings, sendings.sources())
    @settings(max_examples=80, database=None, phases=[Phase.generate])
    def check(mapping: FieldMapping, sources: list[Source]) -> None:
        for problem in destination.lint(mapping, sources):
            assert isinstance(problem.sentence, Words)
            assert problem.where in ids, f"no control {problem.where}"
            at = re.match(r"rows\.r(\d)", problem.where)
            assert at is None or int(at[1]) < len(mapping.rows)

    assert destination.lint(FieldMapping(), []), "a mapping without an identity is taken"
    check()


@rule
def what_it_suggests_it_accepts(destination: Destination, table: Table) -> None:
    wanted = {each for rule in destination.identity_rules for each in rule.identifies}

    @given(sendings.sources())
    @settings(max_examples=80, database=None, phases=[Phase.generate])
    def check(sources: list[Source]) -> None:
        suggested = destination.suggest(sources)
        if any(each.identifies in wanted for each in sources):
            assert destination.lint(suggested, sources) == []
        keys = {each.key for each in sources if each.suggested}
        assert {row.source for row in suggested.rows} <= keys
        offered = suggested
        for each in sources:
            if row := destination.row_for(each, offered):
                assert row.source == each.key
                offered = offered.with_row(row)
        if any(each.identifies in wanted for each in sources):
            assert destination.lint(offered, sources) == []

    assert isinstance(destination.suggest([]), FieldMapping)
    check()


@rule
def what_leaves_once_is_not_kept(destination: Destination, table: Table) -> None:
    for target in destination.targets():
        assert not (target.once and destination.keeps(target.key)), target.key
    for group in destination.groups:
        assert group.lasting or not destination.keeps(f"{group.key}x"), group.key
    assert not destination.keeps("of.nobody")
