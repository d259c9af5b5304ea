"""Flat form posts and the buttons of lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.posted import change_list, nested, with_new_ids

names = st.sampled_from(["title", "text", "questions", "choices", "x1"])
contents = st.dictionaries(
    names,
    st.recursive(
        st.text(max_size=5),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=12)
            | st.dictionaries(names, inner, min_size=1, max_size=3)
        ),
        max_leaves=15,
    ),
)
BLANKS = {"questions": {"id": "", "text": ""}, "questions-*-choices": {"id": "", "text": "New"}}


def flat(content: object, path: str = "") -> Iterator[tuple[str, str]]:
    pairs = enumerate(content) if isinstance(content, list) else None
    if isinstance(content, dict):
        pairs = content.items()
    if pairs is None:
        yield path, str(content)
        return
    for key, value in pairs:
        yield from flat(value, f"{path}-{key}" if path else str(key))


def questions(*texts: str) -> dict:
    return {"questions": [{"text": each, "choices": [{"text": "a"}]} for each in texts]}


def texts_of(content: dict) -> list[str]:
    return [each["text"] for each in content["questions"]]


@given(contents, st.randoms(use_true_random=False))
def test_what_a_form_shows_is_what_it_posts_in_any_order(content, chance):
    pairs = list(flat(content))
    chance.shuffle(pairs)
    assert nested(pairs) == content


@pytest.mark.parametrize(
    ("pairs", "content"),
    [
        ([("q-10", "c"), ("q-2", "b"), ("q-0", "a")], {"q": ["a", "b", "c"]}),
        ([("on", "n"), ("on", "y")], {"on": "y"}),
        ([("csrf_token", "x"), ("_action", "save"), ("a", "1")], {"a": "1"}),
        ([("a-b", "1"), ("a", "2")], {"a": "2"}),
        ([("a", "1"), ("a-b", "2")], {"a": {"b": "2"}}),
        ([("a-0", "1"), ("a-x", "2")], {"a": {"0": "1", "x": "2"}}),
        ([("0", "1")], {}),
        ([], {}),
    ],
)
def test_names_nest_by_their_parts(pairs, content):
    assert nested(pairs) == content


@pytest.mark.parametrize(
    ("action", "order"),
    [
        ("up:questions-1", ["two", "one", "three"]),
        ("down:questions-1", ["one", "three", "two"]),
        ("remove:questions-1", ["one", "three"]),
        ("up:questions-0", ["one", "two", "three"]),
        ("down:questions-2", ["one", "two", "three"]),
        ("remove:questions-3", ["one", "two", "three"]),
        ("remove:questions", ["one", "two", "three"]),
        ("remove:answers-0", ["one", "two", "three"]),
        ("turn:questions-1", ["one", "two", "three"]),
        ("", ["one", "two", "three"]),
    ],
)
def test_a_list_button_moves_or_removes_what_it_names(action, order):
    assert texts_of(change_list(questions("one", "two", "three"), action, BLANKS)) == order


def test_add_puts_a_blank_with_an_id_at_the_end():
    added = change_list(questions("one"), "add:questions", BLANKS)["questions"][-1]
    assert added["text"] == ""
    assert added["id"]


def test_add_reaches_into_an_item():
    changed = change_list(questions("one", "two"), "add:questions-1-choices", BLANKS)
    assert [len(each["choices"]) for each in changed["questions"]] == [1, 2]


@pytest.mark.parametrize(
    "action",
    [
        "add:questions-7-choices",
        "add:questions-1-choices",
        "add:questions-0-text",
        "add:questions-0-text-0",
        "add:results",
        "add:",
        "remove:questions-0-choices-5",
    ],
)
def test_a_button_that_points_nowhere_changes_nothing(action):
    before = questions("one")
    assert change_list(before, action, BLANKS) == before


def test_a_list_without_a_blank_cannot_grow():
    assert change_list({"rows": []}, "add:rows", BLANKS) == {"rows": []}


def test_a_list_ends_somewhere():
    full = {"questions": [{}] * 200}
    assert len(change_list(full, "add:questions", BLANKS)["questions"]) == 200


def test_the_content_that_was_given_stays_as_it_was():
    before = questions("one", "two")
    change_list(before, "remove:questions-0", BLANKS)
    assert before == questions("one", "two")


def test_a_copy_has_new_ids_and_refers_to_its_own_parts():
    question = {
        "id": "q1",
        "correct": "c2",
        "text": "q1",
        "choices": [{"id": "c1", "text": "a"}, {"id": "c2", "text": "b"}],
    }
    copy = with_new_ids(question)
    ids = [each["id"] for each in copy["choices"]]
    assert copy["correct"] == ids[1]
    assert copy["text"] == "q1"
    assert not {"q1", "c1", "c2"} & {copy["id"], *ids}
    assert [each["text"] for each in copy["choices"]] == ["a", "b"]


def test_what_has_no_id_is_only_copied():
    assert with_new_ids({"texts": ["a", "b"], "n": 1}) == {"texts": ["a", "b"], "n": 1}
