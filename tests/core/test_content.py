"""The shape of content, said once."""

from __future__ import annotations

import pytest

from hubapp.core import content
from hubapp.core.content import Content, Item


class Answer(Item):
    text: str = content.line(10)


class Question(Item):
    text: str = content.line(20)
    image: str = content.picture()
    answers: tuple[Answer, ...] = content.items(2)
    right: str = content.reference(secret=True)
    why: str = content.lines(30, secret=True)


class Prize(Item):
    title: str = content.line(20)
    odds: int | float = content.number(0, 10, 1)


class Game(Content):
    intro: str = content.lines(40)
    loud: bool = content.switch()
    questions: tuple[Question, ...] = content.items()
    prizes: tuple[Prize, ...] = content.items(secret=True)


@pytest.fixture
def game() -> Game:
    yes, no = Answer(id="yes", text="Yes"), Answer(id="no", text="No")
    question = Question(id="q", text="Really?", answers=(yes, no), right="yes", why="Because.")
    return Game(intro="Hello", questions=(question,), prizes=(Prize(id="p", title="A car"),))


def test_everything_has_a_default_so_a_draft_may_be_unfinished():
    assert Game().questions == ()
    assert Question().text == ""


def test_each_new_item_has_an_id_of_its_own():
    assert Question.blank().id != Question.blank().id


def test_a_browser_sees_all_that_is_not_secret(game):
    assert content.public_part(game) == {
        "intro": "Hello",
        "loud": False,
        "questions": [
            {
                "id": "q",
                "text": "Really?",
                "image": "",
                "answers": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}],
            }
        ],
    }


def test_the_secrets_are_listed_so_that_a_test_can_look_for_them(game):
    assert list(content.secrets_in(game)) == ["yes", "Because.", "A car"]


def test_pictures_are_found_wherever_they_are(game):
    shown = game.questions[0].model_copy(update={"image": "abc"})
    assert content.pictures_in(game.model_copy(update={"questions": (shown,)})) == ["abc"]
    assert content.pictures_in(game) == []


@pytest.mark.parametrize(
    ("change", "where", "sentence"),
    [
        ({"intro": "x" * 41}, "intro", "Shorten this to 40 characters; it has 41."),
        (
            {"questions": (Question(id="q", text="y" * 25),)},
            "questions.q.text",
            "Shorten this to 20 characters; it has 25.",
        ),
        (
            {"questions": (Question(id="q", answers=(Answer(id="a", text="z" * 11),)),)},
            "questions.q.answers.a.text",
            "Shorten this to 10 characters; it has 11.",
        ),
        (
            {"questions": (Question(id="q", answers=(Answer(), Answer(), Answer())),)},
            "questions.q.answers",
            "There is room for 2 here; remove some.",
        ),
        (
            {"prizes": (Prize(id="p", odds=11),)},
            "prizes.p.odds",
            "Enter a number from 0 to 10.",
        ),
    ],
)
def test_what_is_beyond_a_limit_is_named_and_never_cut(game, change, where, sentence):
    (problem,) = content.shape_problems(game.model_copy(update=change))
    assert (problem.where, str(problem.sentence)) == (where, sentence)


def test_what_fits_has_no_problem(game):
    assert content.shape_problems(game) == []


def test_a_document_survives_being_stored(game):
    assert Game.model_validate(game.model_dump(mode="json")) == game


def test_what_an_older_release_kept_and_nobody_reads_is_left_out():
    assert Game.model_validate({"intro": "Hi", "colour": "red"}) == Game(intro="Hi")
