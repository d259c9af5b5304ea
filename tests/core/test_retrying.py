"""What becomes of a delivery after a verdict."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.destination import Action, Verdict
from hubapp.core.retrying import HORIZON, LONGEST_DELAY, Next, State, after, backoff

CHANCE = random.Random(1)  # noqa: S311 - only jitter
YOUNG, OLD = timedelta(minutes=1), HORIZON


@pytest.mark.parametrize(
    ("action", "age", "following"),
    [
        (Action.DELIVERED, YOUNG, Next(State.DELIVERED)),
        (Action.DELIVERED, OLD, Next(State.DELIVERED)),
        (Action.REJECTED, YOUNG, Next(State.REJECTED)),
        (Action.HOLD, YOUNG, Next(State.WAITING, counts=False)),
        (Action.HOLD, OLD, Next(State.WAITING, counts=False)),
        (Action.SPLIT, OLD, Next(State.WAITING, counts=False)),
        (Action.RETRY, OLD, Next(State.REJECTED)),
    ],
)
def test_each_verdict_has_its_consequence(action, age, following):
    assert after(Verdict(action), 3, age, CHANCE) == following


def test_the_limits_are_those_of_the_contract():
    assert timedelta(hours=24) == HORIZON
    assert LONGEST_DELAY == 5 * 60


@pytest.mark.parametrize("action", [Action.DELIVERED, Action.REJECTED])
def test_what_ends_a_delivery_was_a_try_and_waits_for_nothing(action):
    following = after(Verdict(action), 1, YOUNG, CHANCE)
    assert following.counts
    assert following.delay == 0


def test_a_failure_waits_and_counts():
    following = after(Verdict(Action.RETRY), 1, YOUNG, CHANCE)
    assert following.state is State.WAITING
    assert following.counts
    assert following.delay > 0


def test_being_throttled_waits_as_long_as_was_said_and_never_counts():
    assert after(Verdict(Action.THROTTLED, wait=7.5), 1, OLD, CHANCE) == Next(
        State.WAITING, 7.5, counts=False
    )


def test_being_throttled_without_a_time_waits_as_after_a_failure():
    following = after(Verdict(Action.THROTTLED), 1, OLD, CHANCE)
    assert (following.state, following.counts) == (State.WAITING, False)
    assert following.delay > 0


def test_a_failure_that_names_its_wait_waits_so_long():
    assert after(Verdict(Action.RETRY, wait=30), 1, YOUNG, CHANCE).delay == 30


@given(attempts=st.integers(0, 10_000), seed=st.integers())
def test_every_wait_lies_between_a_fifth_of_a_second_and_five_minutes(attempts, seed):
    wait = backoff(attempts, random.Random(seed))  # noqa: S311 - only jitter
    assert 0.2 <= wait <= LONGEST_DELAY


class Highest(random.Random):
    def uniform(self, a: float, b: float) -> float:
        return b


@pytest.mark.parametrize(("attempts", "longest"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300)])
def test_the_first_wait_is_at_most_a_second(attempts, longest):
    assert backoff(attempts, Highest()) == longest


@given(attempts=st.integers(0, 8))
def test_the_longest_wait_doubles_with_each_failure(attempts):
    assert backoff(attempts + 1, Highest()) == min(2 * backoff(attempts, Highest()), LONGEST_DELAY)


@given(action=st.sampled_from(Action), attempts=st.integers(0, 50), hours=st.floats(0, 100))
def test_only_a_failure_or_a_refusal_ends_a_delivery_and_it_never_waits_for_less_than_nothing(
    action, attempts, hours
):
    following = after(Verdict(action), attempts, timedelta(hours=hours), CHANCE)
    assert following.delay >= 0
    if following.state is State.REJECTED:
        assert action in (Action.REJECTED, Action.RETRY)
