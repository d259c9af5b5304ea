"""Moments in the words of people, by the clock of a hub's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hubapp.web.moments import dated, in_zone, soon

SYDNEY = "Australia/Sydney"
FRIDAY = datetime(2026, 12, 4, 7, tzinfo=UTC)
"""18:00 in Sydney."""


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (1, "today 18:00"),
        # In Sydney it is another day before it is one in London.
        (17, "today 18:00"),
        (19, "tomorrow 18:00"),
        (48, "Friday 18:00"),
        (6 * 24, "Friday 18:00"),
        (7 * 24, "4 Dec 2026 18:00"),
        (-48, "4 Dec 2026 18:00"),
    ],
)
def test_what_is_near_is_called_by_its_day(hours, said):
    assert str(soon(FRIDAY, SYDNEY, FRIDAY - timedelta(hours=hours))) == said


def test_a_date_is_that_of_the_zone():
    late = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert str(dated(late, SYDNEY)) == "1 Jan 2027 07:00"
    assert str(dated(late, "UTC")) == "31 Dec 2026 20:00"


def test_the_zone_is_said():
    assert str(in_zone(dated(FRIDAY, SYDNEY), SYDNEY, "en")) == "4 Dec 2026 18:00 Sydney time"
    assert str(in_zone(dated(FRIDAY, "UTC"), "UTC", "en")) == "4 Dec 2026 07:00 UTC"
