"""Times as destinations read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hubapp.core.times import rfc3339


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 1, 15, 10, 0, tzinfo=UTC), "2026-01-15T10:00:00.000Z"),
        (datetime(2026, 1, 15, 10, 0, 0, 7_999, tzinfo=UTC), "2026-01-15T10:00:00.007Z"),
        (datetime(2026, 1, 15, 10, 0, 0, 999_999, tzinfo=UTC), "2026-01-15T10:00:00.999Z"),
        (
            datetime(2026, 1, 1, 5, 30, tzinfo=timezone(timedelta(hours=11))),
            "2025-12-31T18:30:00.000Z",
        ),
    ],
)
def test_a_moment_is_written_in_utc_with_milliseconds(moment, written):
    assert rfc3339(moment) == written
