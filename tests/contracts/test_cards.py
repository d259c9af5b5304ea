"""The contract of card types, over the registry and over fakes that break each rule once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.card_type import CardType
from hubapp.services.visiting import stamps
from tests.contracts.card_rules import RULES
from tests.contracts.fakes import BREAKERS, Riddle, templates_of
from tests.contracts.table import Table

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
