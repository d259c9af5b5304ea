"""A patch goes there and back, and fits only where nobody else has been."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.errors import EditConflict
from hubapp.core.patching import Patch, patched, patches

BEFORE = {
    "title": "Quiz",
    "theme": {"accent": "#fff"},
    "content": {
        "text": "Hello",
        "questions": [
            {"id": "a", "text": "One?", "choices": [{"id": "x", "text": "Yes"}]},
            {"id": "b", "text": "Two?", "choices": []},
            {"id": "c", "text": "Three?", "choices": []},
        ],
    },
    "cards": ["k1", "k2", "k3"],
}


def changed(**content):
    return {**copy.deepcopy(BEFORE), "content": {**copy.deepcopy(BEFORE["content"]), **content}}


def questions(*ids: str) -> dict:
    each = {item["id"]: item for item in BEFORE["content"]["questions"]}
    fresh = {"id": "n", "text": "New?", "choices": []}
    return changed(questions=[each.get(id_, {**fresh, "id": id_}) for id_ in ids])


def ids(body: dict) -> list[str]:
    return [each["id"] for each in body["content"]["questions"]]


def test_a_patch_holds_a_control_and_no_more():
    after = changed(text="Hi")
    assert patches(BEFORE, after) == [Patch("content.text", "Hello", "Hi")]
    first, *rest = BEFORE["content"]["questions"]
    after = changed(questions=[{**first, "choices": [{"id": "x", "text": "No"}]}, *rest])
    assert patches(BEFORE, after) == [Patch("content.questions.a.choices.x.text", "Yes", "No")]
    (order,) = patches(BEFORE, questions("a", "c"))
    assert order.control == "content.questions.order"
    assert (order.before["ids"], order.after["ids"]) == (["a", "b", "c"], ["a", "c"])
    assert list(order.before["items"]) == ["b"]


def test_a_document_that_came_or_went_is_one_patch():
    assert patches(None, BEFORE) == [Patch("", None, BEFORE)]
    assert patched(None, patches(None, BEFORE)) == BEFORE
    assert patched(BEFORE, patches(BEFORE, None)) is None
    with pytest.raises(EditConflict):
        patched({**BEFORE, "title": "Theirs"}, patches(BEFORE, None))


def test_what_others_changed_elsewhere_stays():
    mine = patches(BEFORE, changed(text="Mine"))
    theirs = {**BEFORE, "title": "Theirs", "cards": ["k2"]}
    after = patched(theirs, mine)
    assert (after["title"], after["cards"], after["content"]["text"]) == ("Theirs", ["k2"], "Mine")
    assert patched(after, [each.turned() for each in mine]) == theirs


@pytest.mark.parametrize(
    "theirs",
    [changed(text="Theirs"), {**BEFORE, "content": {"questions": []}}, {"content": "x"}, {}],
)
def test_the_same_control_changed_by_somebody_else_does_not_fit(theirs):
    with pytest.raises(EditConflict) as conflict:
        patched(theirs, patches(BEFORE, changed(text="Mine")))
    assert conflict.value.problems[0].where == "content.text"


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("abcn", "abcm", "abcnm"),
        ("nabc", "abc", "nabc"),
        ("ac", "abcm", "acm"),
        ("ac", "ab", "a"),
        ("acb", "abcm", "acmb"),
        ("cba", "ab", "ba"),
        ("anc", "bac", "anc"),
    ],
)
def test_lists_leave_room_for_one_another(mine, theirs, both):
    after = patched(questions(*theirs), patches(BEFORE, questions(*mine)))
    assert "".join(ids(after)) == both


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("acb", "bac"), ("ac", "ac"), ("abcn", "abcn")],
)
def test_a_list_that_somebody_put_in_another_order_or_took_the_same_from_does_not_fit(mine, theirs):
    with pytest.raises(EditConflict):
        patched(questions(*theirs), patches(BEFORE, questions(*mine)))


def test_an_item_that_somebody_has_written_in_since_is_not_taken_away():
    added = patches(BEFORE, questions("a", "b", "c", "n"))
    written = questions("a", "b", "c", "n")
    written["content"]["questions"][3]["text"] = "Theirs"
    with pytest.raises(EditConflict):
        patched(written, [each.turned() for each in added])
    with pytest.raises(EditConflict):
        patched(questions("a"), [Patch("content.questions.b.text", "Two?", "Other?")])


def test_a_list_of_other_things_is_one_value():
    before, after = {"days": [1, 2]}, {"days": [2]}
    assert patches(before, after) == [Patch("days", [1, 2], [2])]
    assert patches({"cards": ["a", "a"]}, {"cards": ["a"]})[0].control == "cards"


leaves = st.one_of(st.text(max_size=2), st.booleans(), st.integers(0, 3))
texts = st.dictionaries(st.sampled_from(["text", "win", "code"]), leaves, max_size=3)


def _items(inner):
    pairs = st.lists(st.tuples(st.sampled_from("abcde"), inner), max_size=5)
    return pairs.map(lambda found: [{**body, "id": id_} for id_, body in dict(found).items()])


documents = st.fixed_dictionaries(
    {"content": st.fixed_dictionaries({}, optional={"questions": _items(texts), "text": leaves})},
    optional={
        "title": leaves,
        "theme": texts,
        "cards": st.lists(st.sampled_from("xyz"), unique=True),
    },
)


@given(before=documents, after=documents)
def test_there_and_back_is_the_same_document(before, after):
    made = patches(before, after)
    assert patched(before, made) == after
    assert patched(after, [each.turned() for each in reversed(made)]) == before
    assert (made == []) == (before == after)


@given(base=documents, mine=documents, theirs=documents)
def test_what_fits_can_be_taken_back(base, mine, theirs):
    made = patches(base, mine)
    try:
        after = patched(theirs, made)
    except EditConflict:
        return
    back = patched(after, [each.turned() for each in reversed(made)])
    assert sorted(map(str, patches(theirs, back))) == [] or _same_but_for_order(theirs, back)


def _same_but_for_order(one: dict, other: dict) -> bool:
    return all(
        each.control.endswith(".order") or each.control == "cards.order"
        for each in patches(one, other)
    )
