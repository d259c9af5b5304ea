"""Secret code: the type reads what was typed; whether it is a code is looked up by the house."""

from __future__ import annotations

import pytest

from hubapp.cards.code import SecretCode
from hubapp.cards.code.content import CodeContent
from hubapp.core.card_type import Accepted, NotAccepted

CARD = SecretCode()


def test_the_code_is_no_part_of_the_answer():
    assert CARD.check_answer(CodeContent(), 0, [" SUN-26 "]) == Accepted("opened")


@pytest.mark.parametrize("raw", [[], [""], ["  "], ["x" * 200]])
def test_nothing_or_a_novel_is_no_code(raw):
    assert isinstance(CARD.check_answer(CodeContent(), 0, raw), NotAccepted)


def test_what_is_missing_is_named():
    places = [each.where for each in CARD.problems(CodeContent(image="f" * 24), publishing=True)]
    assert places == ["question", "title", "alt"]
