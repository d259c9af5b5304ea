"""How a connection stands: its own state, or its account's."""

from __future__ import annotations

import pytest

from hubapp.models import Account, Connection


@pytest.mark.parametrize(
    ("own", "account", "standing"),
    [
        ("on", "on", "on"),
        ("on", "held", "held"),
        ("paused", "on", "paused"),
        # Whoever paused it need not hear of what is wrong with the account.
        ("paused", "held", "paused"),
        ("leaving", "held", "leaving"),
    ],
)
def test_its_own_state_goes_before_its_accounts(own, account, standing):
    assert Connection(state=own, account=Account(state=account)).standing == standing
