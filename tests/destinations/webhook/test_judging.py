"""What a receiver's answer means."""

from __future__ import annotations

import pytest

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Spot
from hubapp.core.words import Words
from hubapp.destinations.webhook.judging import judge, judge_probe

ONE = OutgoingRequest("POST", "", {}, b"", placements=((Spot("data", 0),),))


def _verdict(status, body=b"", **headers):
    return judge(Reply(status, headers, body), ONE)[0]


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (200, Action.DELIVERED),
        (204, Action.DELIVERED),
        (301, Action.HOLD),
        (401, Action.HOLD),
        (404, Action.HOLD),
        (400, Action.REJECTED),
        (422, Action.REJECTED),
        (408, Action.RETRY),
        (410, Action.STOP),
        (429, Action.THROTTLED),
        (503, Action.RETRY),
    ],
)
def test_each_status_has_its_meaning(status, action):
    verdict = _verdict(status)
    assert verdict.action is action
    assert verdict.words or action is Action.DELIVERED


def test_a_gateway_that_gave_up_may_have_passed_it_on():
    assert _verdict(504).outcome_unknown
    assert not _verdict(500).outcome_unknown


@pytest.mark.parametrize("body", [b'{"errors": ["x"]}', b'{"errors": {"a": 1}}'])
def test_a_yes_with_errors_is_no_yes(body):
    assert _verdict(200, body).action is Action.REJECTED
    assert _verdict(200, b'{"errors": []}').action is Action.DELIVERED
    assert _verdict(200, b"[" * 3000).action is Action.DELIVERED


@pytest.mark.parametrize(
    ("told", "wait"), [("7", 7.0), ("99999", 3600.0), ("0", None), ("soon", None)]
)
def test_it_waits_as_long_as_it_is_asked_to(told, wait):
    assert _verdict(429, **{"retry-after": told}).wait == wait


@pytest.mark.parametrize("failure", Failure)
def test_without_an_answer_it_waits_or_tries_again(failure):
    verdict = judge(Reply(None, failure=failure, words=Words("why")), ONE)[0]
    gone = failure in (Failure.NO_HOST, Failure.FORBIDDEN)
    assert verdict.action is (Action.HOLD if gone else Action.RETRY)
    assert verdict.outcome_unknown is (failure is Failure.UNKNOWN)


def test_a_greeting_that_is_refused_is_a_broken_receiver():
    assert judge_probe(Reply(400)).action is Action.HOLD
    assert judge_probe(Reply(204)).action is Action.DELIVERED
    assert judge_probe(Reply(410)).action is Action.STOP
