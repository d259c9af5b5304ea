"""How long people are known after a hub has closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hubapp.core.staying import erased_at

CLOSES = datetime(2027, 1, 10, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closes", "days", "at"),
    [
        (CLOSES, 30, datetime(2027, 2, 9, 18, tzinfo=UTC)),
        (CLOSES, 0, None),
        (None, 30, None),
    ],
)
def test_people_are_erased_so_many_days_after_the_closing(closes, days, at):
    assert erased_at(closes, days) == at
