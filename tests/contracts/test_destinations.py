"""The contract of destinations, over the registry and over fakes that break each rule once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubapp.core.destination import Destination
from hubapp.destinations import DESTINATIONS
from tests.contracts import reply_rules, rights_rules
from tests.contracts.broken_destinations import BREAKERS
from tests.contracts.destination_rules import RULES
from tests.contracts.fakes_of_destinations import Letterbox, templates_of
from tests.contracts.table import Table

rules = pytest.mark.parametrize("rule", RULES)


@pytest.fixture
def table(app, signed_in, workspace, owner) -> Table:
    return Table(app, signed_in("admin"), workspace, owner)


@pytest.fixture
def register(beside) -> Callable[[Destination], Destination]:
    return lambda fake: beside(DESTINATIONS, fake, templates_of(fake))


@rules
@pytest.mark.parametrize("kind", DESTINATIONS)
def test_every_destination_keeps(rule, kind, table):
    RULES[rule](DESTINATIONS[kind], table)


@rules
def test_the_good_fake_keeps(rule, table, register):
    RULES[rule](register(Letterbox()), table)


@rules
def test_a_fake_that_breaks_is_caught_by(rule, table, register):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, the suite is red
        RULES[rule](register(BREAKERS[rule]()), table)
    assert not isinstance(caught.value, NameError)


def test_the_rules_of_replies_and_of_rights_are_among_them():
    assert reply_rules.too_many_requests_is_throttled in RULES.values()
    assert rights_rules.what_it_takes_back_is_taken_away in RULES.values()
