"""Whatever a form asks, a mapping of the screen says and a visitor answers: Braze takes the request
whole, holds nothing that was not mapped, and what it would have dropped is told."""

from __future__ import annotations

import json
import os
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow, Record, Source
from hubapp.core.recording import record_of
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from tests.destinations.braze.examples import SETTINGS, TIME
from tests.support.strict_braze import Finding, findings

BRAZE = Braze()
NEWS = "11111111-1111-4111-8111-111111111111"
_TRAPS = st.sampled_from(
    "12/1/2021|12-1-2021|2021-02-30|1990-04-23|Finland|FINLAND|Suomi|AU|XK|en|Deutsch|female|x|M|"
    "Australia/Sydney|sydney|+61412345678|0412345678|ana@example.com|ANA@Example.COM|a@b|null|test|"
    "opted_in|subscribed|yes|0|true|{{${braze_id}}}|Mon Jan 02 2021".split("|")
)
_TEXT = _TRAPS | st.text(max_size=20) | st.text(min_size=250, max_size=300)
VALUES = {
    "text": _TEXT,
    "number": st.integers() | st.floats() | st.integers(-9, 9),
    "boolean": st.booleans(),
    "date": st.dates().map(str) | st.just("1990-04-23"),
    "time": st.just(TIME),
    "list": st.lists(_TEXT, max_size=4) | st.just([str(at) for at in range(501)]),
}
_LABEL, _GROUP = Words("A field"), Words("Form")
FIELDS = [
    Source("field.email", _LABEL, _GROUP, "text", "", means="email", identifies="email"),
    Source("field.phone", _LABEL, _GROUP, "text", "", means="phone", identifies="phone"),
    Source("field.id", _LABEL, _GROUP, "text", "", identifies="id"),
    Source("field.news", _LABEL, _GROUP, "boolean", True, means="consent"),
    Source(CONSTANT, _LABEL, _GROUP, "text", ""),
    *(Source(f"field.{kind}", _LABEL, _GROUP, kind, "") for kind in VALUES),
]
_NAMES = st.sampled_from(["colour", "score", "time", "email", "event_name", "a.b", "$x", "", NEWS])
TARGETS = (
    st.sampled_from([each.key for each in BRAZE.targets()])
    | st.tuples(
        st.sampled_from([each.key for each in BRAZE.groups]), _NAMES | st.text(max_size=260)
    ).map("".join)
    | st.just(f"group.News {NEWS}")
)
ROWS = st.builds(
    MappingRow,
    st.sampled_from([each.key for each in FIELDS]),
    TARGETS,
    _TEXT,
    st.sampled_from(["text", "number", "boolean", "date"]),
    how=st.sampled_from(["always", "always", "first", "append"]),
)
MAPPINGS = st.builds(
    FieldMapping,
    st.sampled_from([each.key for each in BRAZE.identity_rules]),
    st.sampled_from(["field.email", "field.phone", "field.id"]),
    st.sampled_from(["played", "", "quiz: done"]) | st.text(max_size=260),
    st.lists(ROWS, max_size=8).map(tuple),
)
EXAMPLES = int(os.environ.get("STRICT_EXAMPLES", "60"))
ONCE = [each.key for each in BRAZE.targets() if each.once]
WHO = {
    "field.email": st.just("ana@example.com") | _TEXT,
    "field.phone": st.just("+61412345678") | _TEXT,
    "field.id": st.just("u1") | _TEXT,
}
ANSWERS = st.fixed_dictionaries(
    {
        each.key: WHO.get(each.key, st.none() | VALUES[each.value_type])
        for each in FIELDS
        if each.key != CONSTANT
    }
)


def saved(mapping: FieldMapping) -> FieldMapping | None:
    """The mapping without what the screen would not save; None when that is all of it."""
    while problems := BRAZE.lint(mapping, FIELDS):
        wrong = {each.where.split(".")[1] for each in problems if each.where.startswith("rows.r")}
        if any(each.where == "event_name" for each in problems):
            mapping = replace(mapping, event_name="")
        elif not wrong:
            return None
        kept = [row for at, row in enumerate(mapping.rows) if f"r{at}" not in wrong]
        mapping = replace(mapping, rows=tuple(kept))
    return mapping


def expected_in(record: Record) -> set[str]:
    """The names that a request about the record may hold."""
    named = {target.partition(".")[2] for target in record.values}
    who = {"external_id", "braze_id", "user_alias", "email", "phone", "_update_existing_only"}
    return named | who | {"subscription_groups", "name", "time", "properties"}


def assert_told(record: Record, body: dict) -> None:
    for target, value in record.values.items():
        lost = not BRAZE.carries(target, body)
        silent = value is False and target in record.once
        unheard = target.startswith("event.") and not record.event_name
        said = BRAZE.why_left_out(target, value) is not None
        assert not lost or said or silent or unheard, (target, value)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mapping=MAPPINGS, first=ANSWERS, second=ANSWERS)
@example(
    FieldMapping("phone", "field.phone", "", (MappingRow("field.text", "custom.colour"),)),
    {"field.phone": "+61412345678", "field.text": "12/1/2021"},
    {},
)
def test_a_request_is_taken_whole_and_nothing_is_lost_unsaid(mapping, first, second):
    mapping = saved(mapping)
    if mapping is None:
        return
    identity = {mapping.identity_source: first.get(mapping.identity_source)}
    told = (first, second, {**second, **identity})
    made = (record_of(mapping, known, TIME, FIELDS, ["field.news"], ONCE) for known in told)
    records = [each for each in made if isinstance(each, Record)]
    if not records:
        return
    request = BRAZE.build(SETTINGS, "key", records)
    body = json.loads(request.body)
    sent = [record for at, record in enumerate(records[: request.taken]) if request.placements[at]]
    dates = frozenset(row.target[5:] for row in mapping.rows if row.target.startswith("date."))
    if sent:
        assert findings(request.body, dates) == []
    allowed = set().union(*map(expected_in, sent))
    for item in (item for items in body.values() for item in items):
        assert set(item) <= allowed
        assert set(item.get("properties", {})) <= allowed
    for at, record in enumerate(records[: request.taken]):
        if request.placements[at]:
            assert_told(record, body)
        else:
            assert at in request.unsendable or record.confirmed or not record.event_name


def test_the_strict_reader_finds_what_it_should():
    wrong = {
        "attributes": [
            {"email": "a@x.io", "born": "12/1/2021", "country": "Finland", "first_name": 7},
            {"first_name": "Ana"},
            {"user_alias": {"alias_name": "a", "alias_label": "email"}, "x": "y"},
            {"external_id": "u1", "tags": ["a", "a"], "long": "x" * 256, "subscription_groups": {}},
        ],
        "events": [{"external_id": "u1", "name": "e", "time": "today", "properties": {"time": 1}}],
    }
    found = {(each.what, each.where) for each in findings(json.dumps(wrong).encode())}
    assert found == {
        ("retyped", "attributes[0].born"),
        ("nulled", "attributes[0].country"),
        ("dropped", "attributes[0].first_name"),
        ("refused", "attributes[1]"),
        ("dropped", "attributes[2]"),
        ("dropped", "attributes[3].tags"),
        ("dropped", "attributes[3].long"),
        ("refused", "attributes[3].subscription_groups"),
        ("refused", "events[0]"),
        ("refused", "events[0].time"),
    }
    assert findings(b'{"attributes": []}') == [Finding("refused", "body", "2.2: 1 to 75 objects")]
    assert findings(b"[")[0].what == "refused"
