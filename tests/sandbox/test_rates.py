"""The plan's limit of requests."""

from __future__ import annotations

import pytest


def statuses(sandbox, times):
    return [sandbox.track().status_code for _ in range(times)]


def test_without_a_limit_all_are_answered(sandbox):
    assert statuses(sandbox, 5) == [201] * 5


def test_what_is_too_much_waits_for_the_next_mark_of_the_clock(sandbox):
    sandbox.given(rate={"requests": 2, "seconds": 60}, now="2026-01-15T10:00:59Z")
    assert statuses(sandbox, 3) == [201, 201, 429]
    sandbox.given(now="2026-01-15T10:01:00Z")
    assert statuses(sandbox, 3) == [201, 201, 429]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("default75", {"X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0"}),
        ("mau", {"X-Ratelimit-Retry-After": "20"}),
    ],
)
def test_a_refusal_tells_how_long_to_wait_in_the_plans_way(sandbox, plan, told):
    sandbox.given(plan=plan, rate={"requests": 1, "seconds": 60}, now="2026-01-15T10:00:40Z")
    first, second = sandbox.track(), sandbox.track()
    assert first.headers["X-RateLimit-Remaining"] == "0"
    assert (second.status_code, second.json) == (429, {"message": "Rate Limited"})
    assert told.items() <= dict(second.headers).items()
    assert ("X-RateLimit-Reset" in second.headers) == (plan != "mau")


def test_who_is_not_let_in_counts_for_nothing(sandbox):
    sandbox.given(rate={"requests": 1, "seconds": 60}, now="2026-01-15T10:00:40Z")
    assert [sandbox.track(key=key).status_code for key in ("x", "sandbox-key")] == [401, 201]
