"""Secret code: what is typed is looked up elsewhere, and no part of what is kept."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.code import SecretCode
from hubapp.cards.code.content import CodeContent
from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.codes import LONGEST

CODE = SecretCode()
CONTENT = CODE.default_content()


def test_the_code_is_no_part_of_the_answer():
    assert CODE.check_answer(CONTENT, 0, ["SUN-2026"]) == Accepted("opened")


@pytest.mark.parametrize(
    ("raw", "said"),
    [([], "Type your code."), (["  "], "Type your code."), (["x" * 121], "too long for a code")],
)
def test_what_can_be_no_code_is_refused_with_a_reason(raw, said):
    refused = CODE.check_answer(CONTENT, 0, raw)
    assert isinstance(refused, NotAccepted)
    assert said in str(refused.sentence)


def test_a_code_with_a_space_between_its_characters_is_not_too_long():
    assert CODE.check_answer(CONTENT, 0, [" ".join("x" * LONGEST)]) == Accepted("opened")


def test_codes_are_asked_of_one_list_and_used_as_the_marketer_says():
    (pool,) = CODE.pools(CONTENT)
    assert pool.asked
    assert CODE.asks_code(CONTENT, 0) == pool.name
    assert CODE.codes_once(CONTENT)
    assert not CODE.codes_once(CONTENT.model_copy(update={"once": False}))


def test_what_is_behind_it_is_not_seen_before():
    assert not {"title", "text"} & CODE.public_content(CONTENT).keys()
    opened = CODE.outcome(CONTENT, ["opened"], random.Random(1))  # noqa: S311
    assert opened.values == {"opened": True}
    assert opened.screen == {"title": CONTENT.title, "text": CONTENT.text}


def test_what_is_missing_is_named():
    blank = CodeContent(image="p1")
    places = [each.where for each in CODE.problems(blank, publishing=True)]
    assert places == ["question", "title", "alt"]
    assert CODE.problems(blank, publishing=False) == []
    assert CODE.problems(CONTENT, publishing=True) == []
