"""What every destination promises of its requests and of the replies to them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hubapp.core.destination import (
    Action,
    Destination,
    Failure,
    OutgoingRequest,
    Rate,
    Reply,
    Verdict,
)
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from tests.contracts import sendings
from tests.contracts.destination_rules import rule
from tests.contracts.pages import Page
from tests.contracts.sendings import answer, placed, records_for, request_for, settings_of
from tests.contracts.table import Table

_LONGEST_WAIT = 3600
_ERRORS_OF_NOBODY: list[Any] = [
    ["Something went wrong"],
    [{"type": "Something went wrong"}],
    [{"type": "Something went wrong", "input_array": "nowhere", "index": 999}],
    [{"type": "Something went wrong", "index": -1}],
    {"type": "Something went wrong"},
    "Something went wrong",
]


@rule
def it_takes_from_the_first_on(destination: Destination, table: Table) -> None:
    for count in (1, 2, 6, 200):
        for at_most in (0, 1, 2, 5):
            records = records_for(destination, count)
            request = destination.build(settings_of(destination), "key", records, at_most)
            assert 1 <= request.taken <= count
            first = destination.build(
                settings_of(destination), "key", records[: request.taken], at_most
            )
            assert first.body == request.body, "others than the first are in it"


@rule
def every_record_taken_has_its_place(destination: Destination, table: Table) -> None:
    for count in (1, 2, 6, 200):
        request = request_for(destination, count)
        body = json.loads(request.body)
        spots = [spot for each in request.placements for spot in each]
        assert all(request.placements[at] for at in placed(request)), "a record has no place"
        for spot in spots:
            assert 0 <= spot.index < len(body[spot.array]), f"nothing is at {spot}"
        assert request.objects == len(set(spots))


@rule
def it_holds_no_more_than_it_is_told(destination: Destination, table: Table) -> None:
    for at_most in (1, 2, 5):
        records = records_for(destination, 20)
        request = destination.build(settings_of(destination), "key", records, at_most)
        assert request.objects <= at_most or len(placed(request)) == 1


@rule
def no_record_breaks_it(destination: Destination, table: Table) -> None:
    reasons = {str(each) for each in destination.reasons}
    rules = st.sampled_from([each.key for each in destination.identity_rules])
    odd = st.sampled_from(["", " ", "x" * 5000, "\x00", "{{id}}", "null"])
    record = st.builds(
        Record,
        st.text(),
        rules,
        odd | st.text(),
        st.just(sendings.TIME),
        st.text(),
        sendings.values,
    )

    @given(st.lists(record, min_size=1, max_size=4))
    @settings(max_examples=80, database=None, phases=[Phase.generate])
    def check(records: list[Record]) -> None:
        request = destination.build(settings_of(destination), "key", records)
        assert 1 <= request.taken <= len(records)
        json.loads(request.body)
        for at, (reason, sentence) in request.unsendable.items():
            assert request.placements[at] == ()
            assert reason in reasons, f"{reason} is no reason of it"
            assert isinstance(sentence, Words)
        for each in records:
            assert all(isinstance(said, Words) for said in destination.describe(each))

    check()


def _judged(destination: Destination, reply: Reply, request: OutgoingRequest) -> list[Verdict]:
    return destination.judge(settings_of(destination), reply, request)


@rule
def each_record_has_one_verdict(destination: Destination, table: Table) -> None:
    requests = [request_for(destination, count) for count in (1, 2, 6)]

    @given(sendings.replies, st.sampled_from(requests))
    @settings(max_examples=200, database=None, phases=[Phase.generate])
    def check(reply: Reply, request: OutgoingRequest) -> None:
        verdicts = _judged(destination, reply, request)
        assert len(verdicts) == request.taken
        assert all(isinstance(each, Verdict) for each in verdicts)

    check()


@rule
def its_verdicts_say_why(destination: Destination, table: Table) -> None:
    requests = [request_for(destination, count) for count in (1, 2, 6)]
    reasons = {str(each) for each in destination.reasons}

    @given(sendings.replies, st.sampled_from(requests))
    @settings(max_examples=200, database=None, phases=[Phase.generate])
    def check(reply: Reply, request: OutgoingRequest) -> None:
        for verdict in _judged(destination, reply, request):
            assert isinstance(verdict.words, Words)
            assert verdict.action is Action.DELIVERED or str(verdict.words)
            assert isinstance(verdict.request_id, str)
            if verdict.action is Action.REJECTED:
                assert verdict.reason in reasons, f"{verdict.reason} is no reason of it"

    check()


@rule
def what_cannot_be_sent_is_rejected(destination: Destination, table: Table) -> None:
    """Whatever the reply to the others is."""
    request = request_for(destination, 2)
    left_out = OutgoingRequest(
        **{name: getattr(request, name) for name in ("method", "url", "headers", "body")},
        placements=((), *request.placements[1:]),
        unsendable={0: ("Too large", Words("It is too large."))},
        objects=request.objects,
    )
    for reply in (answer(200, {}), answer(500), answer(429), *sendings.silences()):
        verdict = _judged(destination, reply, left_out)[0]
        assert verdict.action is Action.REJECTED
        assert verdict.reason == "Too large"


@rule
def an_error_of_nobody_is_no_delivery(destination: Destination, table: Table) -> None:
    for errors in _ERRORS_OF_NOBODY:
        for more in ({"message": "success"}, {"message": "queued"}, {"ok": True}, {}):
            for count in (1, 2, 6):
                request = request_for(destination, count)
                for status in (200, 201):
                    reply = answer(status, {**more, "errors": errors})
                    actions = {each.action for each in _judged(destination, reply, request)}
                    assert actions != {Action.DELIVERED}, f"{errors} left no trace"


@rule
def too_many_requests_is_throttled(destination: Destination, table: Table) -> None:
    request = request_for(destination)
    names = ("retry_after", "x_ratelimit_retry_after", "x_ratelimit_reset")
    replies = [answer(429), answer(429, {"message": "slow down", "errors": ["x"]})]
    replies += [answer(429, None, **{name: each}) for name in names for each in sendings.WAITS]
    for reply in replies:
        for at, verdict in enumerate(_judged(destination, reply, request)):
            if at in placed(request):
                assert verdict.action is Action.THROTTLED
                assert verdict.wait is None or 0 < verdict.wait <= _LONGEST_WAIT


@rule
def a_refused_key_holds_everything(destination: Destination, table: Table) -> None:
    request = request_for(destination)
    for body in (None, {"message": "Invalid API key"}, {"errors": ["x"]}, "<html>"):
        verdicts = _judged(destination, answer(401, body), request)
        assert {verdicts[at].action for at in placed(request)} == {Action.HOLD}


@rule
def no_reply_is_no_delivery(destination: Destination, table: Table) -> None:
    request = request_for(destination)
    for reply in sendings.silences():
        for at in placed(request):
            verdict = _judged(destination, reply, request)[at]
            assert verdict.action in (Action.RETRY, Action.HOLD)
            if reply.failure is Failure.UNKNOWN:
                assert verdict.outcome_unknown, "it may have been stored"


@rule
def a_broken_server_is_asked_again(destination: Destination, table: Table) -> None:
    request = request_for(destination)
    for status in (500, 502, 503, 504):
        for body in (None, {"message": "success"}, {"errors": ["x"]}, "<html>"):
            verdicts = _judged(destination, answer(status, body), request)
            actions = {verdicts[at].action for at in placed(request)}
            assert actions <= {Action.RETRY, Action.THROTTLED}, f"{status} is {actions}"


@rule
def its_probe_is_harmless(destination: Destination, table: Table) -> None:
    example = settings_of(destination)
    probe = destination.probe(example, "key")
    assert probe.placements == ()
    assert probe.objects == 0

    @given(sendings.replies)
    @settings(max_examples=150, database=None, phases=[Phase.generate])
    def check(reply: Reply) -> None:
        verdict = destination.judge_probe(example, reply)
        assert verdict.action is Action.DELIVERED or str(verdict.words)
        assert verdict.action is not Action.REJECTED

    check()
    bodies = (None, {"ok": True}, {"message": "success"}, {"message": "nothing was sent"})
    replies = [answer(status, body) for status in (200, 204, 400) for body in bodies]
    accepted = [destination.judge_probe(example, each).action for each in replies]
    assert Action.DELIVERED in accepted, "no key works"
    for reply in (answer(401), answer(500), *sendings.silences()):
        assert destination.judge_probe(example, reply).action is not Action.DELIVERED


@rule
def what_to_mend_is_a_control(destination: Destination, table: Table) -> None:
    ids = Page(sendings.screen(destination, table)).ids
    for reply in (*(answer(each) for each in (200, 400, 401, 404, 500)), *sendings.silences()):
        assert destination.control_to_mend(reply) in ids


@rule
def its_rates_are_rates(destination: Destination, table: Table) -> None:
    for given_settings in (settings_of(destination), {}):
        for rate in destination.rates(given_settings):
            assert isinstance(rate, Rate)
            assert rate.requests > 0
            assert rate.seconds > 0
