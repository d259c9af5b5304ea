"""What every card type and field kind promises."""

from __future__ import annotations

import json
import random

import pytest
from hubapp.core.posted import change_list, nested, with_new_ids
from hypothesis import given, settings
from hypothesis import strategies as st

from hubapp.cards import CARD_TYPES
from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS

types = pytest.mark.parametrize("card_type", CARD_TYPES.values(), ids=CARD_TYPES)
kinds = pytest.mark.parametrize("kind", FIELD_KINDS.values(), ids=FIELD_KINDS)
JSON = st.recursive(
    st.text(max_size=20),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["questions", "choices", "slices", "results", "id", "text", "weight", "body", "x"]
            ),
            each,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@types
def test_a_new_card_can_be_published_as_it_is(card_type):
    assert card_type.problems(with_new_ids(card_type.default_content()), publishing=True) == []


@types
@given(posted=st.dictionaries(st.sampled_from(["questions", "choices", "slices", "body"]), JSON))
@settings(max_examples=30)
def test_any_post_makes_content_that_the_type_can_use(card_type, posted):
    content = card_type.content_from(posted, card_type.default_content())
    card_type.problems(content, publishing=True)
    json.dumps(card_type.public_content(content))
    card_type.outputs(content)


@types
def test_the_browser_never_sees_answers_odds_or_results(card_type):
    content = card_type.default_content()
    public = json.dumps(card_type.public_content(content))
    for part in (
        *content.get("questions", []),
        *content.get("slices", []),
        *content.get("results", []),
    ):
        for key in ("correct", "explanation", "weight", "title"):
            if key in part:
                assert f'"{key}"' not in public
    for result in content.get("results", []) + content.get("slices", []):
        assert result["text"] not in public


@types
def test_a_play_ends_in_an_outcome_whose_values_are_outputs(card_type):
    content = with_new_ids(card_type.default_content())
    answers = []
    for step in range(card_type.steps(content)):
        raw = (
            [c["id"] for c in content.get("questions", [{}])[step].get("choices", [])[:1]]
            if ("questions" in content)
            else [c["id"] for c in content.get("choices", [])[:1]]
        )
        answers.append(card_type.check_answer(content, step, raw).answer)
    outcome = card_type.outcome(content, answers, random.Random(1))  # noqa: S311
    values = card_type.output_values(content, answers, outcome)
    json.dumps([dict(outcome.values), dict(outcome.screen)])
    assert {output.key for output in card_type.outputs(content)} <= set(values)


@types
@given(raw=st.lists(st.text(max_size=30), max_size=3))
@settings(max_examples=30)
def test_no_answer_breaks_a_type(card_type, raw):
    content = card_type.default_content()
    for step in range(card_type.steps(content)):
        card_type.check_answer(content, step, raw)


@kinds
@given(raw=st.lists(st.text(max_size=50), max_size=4), required=st.booleans())
@settings(max_examples=60)
def test_no_input_breaks_a_field(kind, raw, required):
    options = {option.key: option.default for option in kind.options}
    found = kind.clean(raw, options, required, "Label")
    assert isinstance(found, Clean | Unclean)
    json.dumps(found.value if isinstance(found, Clean) else found.sentence.to_json())


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
    found = FIELD_KINDS["date_of_birth"].clean(["1", "1", "2024"], {"minimum_age": 18}, True, "x")
    assert found == Unclean(Words("You must be %(age)s or older to take part.", age=18))


def test_posted_names_nest_and_list_buttons_change_lists():
    posted = nested([("q-1-t", "b"), ("q-0-t", "a"), ("csrf_token", "x"), ("_action", "x")])
    assert posted == {"q": [{"t": "a"}, {"t": "b"}]}
    assert change_list(posted, "down:q-0", {}) == {"q": [{"t": "b"}, {"t": "a"}]}
    assert change_list(posted, "remove:q-1", {}) == {"q": [{"t": "a"}]}
    assert len(change_list(posted, "add:q", {"q": {"id": "", "t": ""}})["q"]) == 3
    assert change_list(posted, "remove:nowhere-7", {}) == posted
