"""The contract of card types, over the registry and over fakes that break each rule once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.card_type import Accepted, Answer, CardType, Chance, NotAccepted, Outcome
from hubapp.services.visiting import stamps
from tests.contracts.fakes import BREAKERS, Riddle, RiddleContent, templates_of
from tests.contracts.table import Table
from tests.contracts.wording_rules import RULES

rules = pytest.mark.parametrize("rule", RULES)


@pytest.fixture
def table(app, signed_in, workspace, owner, monkeypatch) -> Table:
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return Table(app, signed_in("editor"), workspace, owner)


@pytest.fixture
def register(beside) -> Callable[[CardType], CardType]:
    return lambda fake: beside(CARD_TYPES, fake, templates_of(fake))


@rules
@pytest.mark.parametrize("kind", CARD_TYPES)
def test_every_card_type_keeps(rule, kind, table):
    RULES[rule](CARD_TYPES[kind], table)


@rules
def test_the_good_fake_keeps(rule, table, register):
    RULES[rule](register(Riddle()), table)


@rules
def test_a_fake_that_breaks_is_caught_by(rule, table, register):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, the suite is red
        RULES[rule](register(BREAKERS[rule]()), table)
    assert not isinstance(caught.value, KeyError | NameError)


class _Stumbling(Riddle):
    """Takes an answer with which it cannot go on."""

    def check_answer(
        self, content: RiddleContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return (
            Accepted(raw[0])
            if raw and raw[0].isdigit()
            else super().check_answer(content, step, raw)
        )

    def outcome(self, content: RiddleContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        if str(answers[0]).isdigit():
            int(answers[0])
        return super().outcome(content, answers, chance)


def test_a_type_that_takes_what_breaks_it_later_is_caught(table, register):
    with pytest.raises(ValueError, match="invalid literal"):
        RULES["no_answer_breaks_it"](register(_Stumbling()), table)
