"""A save that changed several controls is several steps, each of them a whole document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.stepping import stages, touched

BEFORE = {
    "title": "Quiz",
    "opening": {"opens_at": "", "closes_at": ""},
    "content": {
        "own_colours": False,
        "questions": [
            {"id": "a", "text": "One?", "choices": [{"id": "x", "text": "Yes"}]},
            {"id": "b", "text": "Two?", "choices": []},
        ],
    },
}


def changed(**content):
    return {**BEFORE, "content": {**BEFORE["content"], **content}}


def test_each_control_is_a_stage_in_the_order_of_the_document():
    first, second = BEFORE["content"]["questions"]
    choice = {"id": "x", "text": "No"}
    after = changed(questions=[{**first, "choices": [choice]}, {**second, "text": "Three?"}])
    after["title"] = "Grand final"
    found = stages(BEFORE, after)
    assert [each.where for each in found] == [
        "title",
        "questions.a.choices.x.text",
        "questions.b.text",
    ]
    assert found[0].body == {**BEFORE, "title": "Grand final"}
    assert found[-1].body == after


def test_times_are_one_thing():
    times = {"opens_at": "2026-12-01T10:00", "closes_at": "2026-12-02T10:00"}
    assert [each.where for each in stages(BEFORE, {**BEFORE, "opening": times})] == ["opening"]


def test_items_that_came_or_moved_are_one_stage():
    first, second = BEFORE["content"]["questions"]
    for items in ([first], [second, first], [first, second, {"id": "c"}]):
        after = changed(questions=items, own_colours=True)
        assert touched(BEFORE, after) is None
        assert [each.body for each in stages(BEFORE, after)] == [after]


def test_what_is_gone_or_new_is_a_control_too():
    shorter = {key: value for key, value in BEFORE.items() if key != "opening"}
    longer = {**shorter, "title": "Other", "entry": {"rule": "none"}}
    found = stages(BEFORE, longer)
    assert [each.where for each in found] == ["title", "opening", "entry"]
    assert "opening" not in found[1].body
    assert found[-1].body == longer


def test_very_many_controls_are_one_stage():
    items = [{"id": f"i{number}", "text": "a"} for number in range(30)]
    before, after = (
        {"content": {"questions": each}} for each in (items, [{**i, "text": "b"} for i in items])
    )
    assert [each.where for each in stages(before, after)] == [""]


leaves = st.dictionaries(st.sampled_from(["text", "win", "code"]), st.text(max_size=3))


@given(before=st.lists(leaves, max_size=4), after=st.lists(leaves, max_size=4))
def test_the_last_stage_is_what_was_saved_and_each_differs_by_one_control(before, after):
    docs = [
        {"content": {"questions": [{"id": str(at), **each} for at, each in enumerate(items)]}}
        for items in (before, after)
    ]
    found = stages(*docs)
    assert found[-1].body == docs[1]
    for was, now in zip([docs[0], *(each.body for each in found)], found, strict=False):
        if now.where:
            assert len(touched(was, now.body)) == 1
