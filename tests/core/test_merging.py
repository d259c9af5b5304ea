"""Two people on one screen: nothing is overwritten unseen, and nobody conflicts with himself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.cards import CARD_TYPES
from hubapp.core.controls import content_from, tree_of
from hubapp.core.errors import EditConflict
from hubapp.core.merging import controls_of, merged, pairs_of

TEXTS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "one", "two"]))


def patch(before: dict[str, str], mine: dict[str, str]) -> dict[str, str]:
    """As a screen sends it: what each control that it changed held before."""
    names = {*before, *mine}
    return {
        each: before.get(each, "") for each in names if before.get(each, "") != mine.get(each, "")
    }


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_the_controls_of_a_content_make_the_same_content(kind):
    card_type = CARD_TYPES[kind]
    content = card_type.default_content()
    pairs = controls_of(content)
    assert content_from(card_type.Content, tree_of(pairs.items())).content == content
    assert pairs_of(tree_of(pairs.items())) == pairs


def test_what_nobody_else_touched_is_merged():
    begun = {"title": "Quiz", "text": "Old", "on": "y"}
    theirs = {"title": "Theirs", "text": "Old", "on": "y"}
    mine = {"title": "Quiz", "text": "Mine"}
    kept = merged(mine, [patch(begun, mine)], theirs)
    assert kept == {"title": "Theirs", "text": "Mine"}


def test_the_same_control_changed_by_two_is_a_conflict_with_both_words():
    with pytest.raises(EditConflict) as refused:
        merged({"text": "Mine"}, [{"text": "Old"}], {"text": "Theirs"})
    (problem,) = refused.value.problems
    assert problem.where == "text"
    assert problem.sentence.parameters == {"theirs": "Theirs"}


def test_what_somebody_removed_is_a_conflict_as_well():
    with pytest.raises(EditConflict):
        merged({"rows.a.text": "Mine"}, [{"rows.a.text": "Old"}], {})


def test_what_both_wrote_alike_is_none():
    assert merged({"text": "Same"}, [{"text": "Old"}], {"text": "Same"}) == {"text": "Same"}


def test_what_was_sent_without_an_answer_may_have_arrived():
    bases = [{"text": "Old"}, {"text": "First"}]
    for arrived in ("Old", "First", " First\r\n"):
        assert merged({"text": "First and second"}, bases, {"text": arrived}) == {
            "text": "First and second"
        }


@given(TEXTS, TEXTS, TEXTS)
def test_each_control_is_mine_or_theirs_and_never_overwritten_unseen(begun, mine, theirs):
    try:
        kept = merged(mine, [patch(begun, mine)], theirs)
    except EditConflict as refused:
        for problem in refused.problems:
            at = problem.where
            assert len({begun.get(at, ""), mine.get(at, ""), theirs.get(at, "")}) == 3 or (
                begun.get(at, "") == "" or mine.get(at, "") != theirs.get(at, "")
            )
        return
    for name in "abc":
        was, my, their = (each.get(name, "") for each in (begun, mine, theirs))
        assert kept.get(name, "") == (their if my == was else my)
        assert their in (was, my) or my == was
