"""Controls of an editing form <-> content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.content import Content, Item, Part, items, line, reference
from hubapp.core.controls import (
    changed,
    content_from,
    item_at,
    rows_of,
    tree_of,
    with_new_ids,
)
from tests.core.test_content import Answer, Game, Question, game

__all__ = ["game"]


def test_names_nest_by_their_dots():
    pairs = [("intro", "Hi"), ("questions.q.text", "Why?"), ("questions.order", "q")]
    assert tree_of(pairs) == {"intro": "Hi", "questions": {"q": {"text": "Why?"}, "order": "q"}}


@pytest.mark.parametrize("name", ["_revision", "csrf_token", ".".join(["a"] * 1500)])
def test_what_is_no_content_is_left_out(name):
    assert tree_of([(name, "x")]) == {}


def test_a_name_that_is_both_a_value_and_a_group_breaks_nothing():
    assert tree_of([("a", "x"), ("a.b", "y")]) == {"a": {"b": "y"}}


def test_rows_come_in_their_order_and_what_the_order_forgot_comes_last():
    tree = {"order": "b a b nobody", "a": {"x": 1}, "b": {"x": 2}, "c": {"x": 3}, "junk": "text"}
    assert [key for key, _ in rows_of(tree)] == ["b", "a", "c"]
    assert rows_of("text") == []


def test_a_form_posts_back_what_it_shows(game):
    pairs = [
        ("intro", "Hello"),
        ("questions.order", "q"),
        ("questions.q.text", "Really?"),
        ("questions.q.image", ""),
        ("questions.q.answers.order", "yes no"),
        ("questions.q.answers.yes.text", "Yes"),
        ("questions.q.answers.no.text", "No"),
        ("questions.q.right", "yes"),
        ("questions.q.why", "Because."),
        ("prizes.order", "p"),
        ("prizes.p.title", "A car"),
        ("prizes.p.odds", "1"),
    ]
    assert content_from(Game, tree_of(pairs), Game()) == (game, [])


def test_a_control_that_was_not_posted_keeps_what_was_there_but_a_switch_is_off(game):
    loud = game.model_copy(update={"loud": True})
    assert content_from(Game, {}, loud).content == game


def test_an_item_keeps_its_place_by_its_id_whoever_moved_it_meanwhile(game):
    other = Question(id="z", text="Other")
    two = game.model_copy(update={"questions": (other, *game.questions)})
    tree = tree_of([("questions.order", "q z"), ("questions.q.text", "New")])
    tree["questions"]["z"] = {}
    found = content_from(Game, tree, two).content.questions
    assert [(each.id, each.text) for each in found] == [("q", "New"), ("z", "Other")]
    assert found[0].why == "Because."


def test_nothing_is_cut_and_what_is_no_number_is_said(game):
    tree = tree_of([("intro", "x" * 500), ("prizes.p.odds", "many")])
    found = content_from(Game, tree, game)
    assert len(found.content.intro) == 500
    assert found.content.prizes[0].odds == 1
    (problem,) = found.problems
    assert (problem.where, str(problem.sentence)) == ("prizes.p.odds", "Enter a number.")


@pytest.mark.parametrize(("typed", "kept"), [("2", 2), ("2.5", 2.5), ("1e2", 100)])
def test_numbers_are_read(game, typed, kept):
    found = content_from(Game, tree_of([("prizes.p.odds", typed)]), game)
    assert found.content.prizes[0].odds == kept


@pytest.mark.parametrize("typed", ["nan", "inf", "9" * 5000 + "x", "--5"])
def test_odd_numbers_are_refused(game, typed):
    assert content_from(Game, tree_of([("prizes.p.odds", typed)]), game).problems


def test_a_line_is_one_line_and_lines_are_several():
    tree = tree_of([("intro", " a\r\nb\x00 "), ("questions.q.text", "a\nb")])
    found = content_from(Game, tree).content
    assert (found.intro, found.questions[0].text) == ("a\nb", "a b")


@pytest.mark.parametrize(
    ("action", "ids"),
    [
        ("up:questions.b", ["b", "a", "c"]),
        ("down:questions.b", ["a", "c", "b"]),
        ("up:questions.a", ["a", "b", "c"]),
        ("down:questions.c", ["a", "b", "c"]),
        ("remove:questions.b", ["a", "c"]),
        ("remove:questions.nobody", ["a", "b", "c"]),
        ("remove:nothing.b", ["a", "b", "c"]),
        ("up:intro", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
        ("up:" + ".".join("x" * 900), ["a", "b", "c"]),
    ],
)
def test_list_buttons_change_lists(action, ids):
    game = Game(questions=tuple(Question(id=each) for each in "abc"))
    assert [each.id for each in changed(game, action).questions] == ids


def test_add_puts_a_blank_item_at_the_end_at_any_depth(game):
    more = changed(changed(game, "add:questions"), "add:questions.q.answers")
    assert len(more.questions) == 2
    assert [each.text for each in more.questions[0].answers] == ["Yes", "No", ""]


def test_a_copy_has_ids_of_its_own_and_refers_to_them(game):
    (question,) = with_new_ids(game).questions
    assert question.id != "q"
    assert question.right == question.answers[0].id != "yes"
    assert [each.text for each in question.answers] == ["Yes", "No"]


class Vote(Item):
    side: str = reference()


class Voter(Item):
    votes: tuple[Vote, ...] = items()


class Debate(Content):
    """Deep within one list something refers to an item of another."""

    voters: tuple[Voter, ...] = items()
    sides: tuple[Answer, ...] = items()


def test_a_copy_refers_to_items_of_the_lists_around_it():
    votes = (Vote(id="v", side="yes"), Vote(id="w", side="gone"))
    debate = Debate(voters=(Voter(id="ana", votes=votes),), sides=(Answer(id="yes"),))
    copy = with_new_ids(debate)
    first, second = copy.voters[0].votes
    assert first.side == copy.sides[0].id != "yes"
    assert second.side == "gone"


def test_a_text_that_happens_to_be_an_id_stays():
    question = Question(text="yes", answers=(Answer(id="yes", text="yes"),), right="yes")
    assert with_new_ids(question).text == "yes"


JSON = st.recursive(
    st.text(max_size=20) | st.none() | st.integers(),
    lambda each: (
        st.lists(each, max_size=2) | st.dictionaries(st.text(max_size=5), each, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["intro", "loud", "questions", "prizes"]), JSON))
def test_no_post_breaks_the_reading(tree):
    assert isinstance(content_from(Game, tree).content, Game)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=10)), max_size=6))
def test_no_names_break_the_nesting(pairs):
    assert isinstance(content_from(Game, tree_of(pairs)).content, Game)


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("remove:rows.a", "a"),
        ("up:rows.a.parts.b", "b"),
        ("add:rows", None),
        ("add:rows.a.parts", None),
        ("remove:rows.nobody", None),
        ("remove:rows.nobody.parts.b", None),
        ("remove:name.a", None),
        ("dance", None),
        ("remove:" + "rows.a." * 20, None),
    ],
)
def test_the_item_that_a_list_button_is_about(action, found):
    class Inner(Item):
        text: str = line(20)

    class Row(Item):
        parts: tuple[Inner, ...] = items()

    class Whole(Part):
        name: str = line(20)
        rows: tuple[Row, ...] = items()

    whole = Whole(name="a", rows=(Row(id="a", parts=(Inner(id="b"),)),))
    item = item_at(whole, action)
    assert (item and item.id) == found
