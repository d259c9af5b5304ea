"""Reading a reply: whose it is, what it says, how long to wait."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from hubapp.core.destination import Reply
from hubapp.destinations.braze.replies import (
    is_success,
    json_of,
    said_in,
    speaks_like_braze,
    wait_of,
)
from tests.destinations.braze.examples import reply


@pytest.mark.parametrize(
    ("answer", "success"),
    [
        (reply(201, {"message": "success"}), True),
        (reply(200, {"message": "success", "errors": ["X"]}), True),
        (reply(202, {"message": "queued"}), True),
        (reply(400, {"message": "success"}), False),
        (reply(200, {"message": "ok"}), False),
        (reply(200), False),
        (Reply(200, {}, b"<html>"), False),
        (Reply(None), False),
    ],
)
def test_success_is_only_what_braze_calls_so(answer, success):
    assert is_success(answer) is success


@pytest.mark.parametrize(
    ("answer", "ours"),
    [
        (reply(400, {"message": "Valid data must be provided"}), True),
        (reply(400, {"error": "Error while parsing"}), True),
        (reply(400, {"errors": [{"type": "X"}]}), True),
        (reply(400, {"errors": []}), False),
        (reply(400, {"detail": "blocked"}), False),
        (reply(400, {"error": "blocked by policy"}), False),
        (reply(400, {"message": 7}), False),
        (Reply(400, {}, b"[1]"), False),
        (Reply(400, {}, b"<html>"), False),
        (Reply(400, {}, b""), False),
    ],
)
def test_a_refusal_of_braze_has_its_shape(answer, ours):
    assert speaks_like_braze(answer) is ours


def test_what_is_said_is_a_text_of_bounded_length():
    assert said_in(reply(400, {"message": "x" * 999})) == "x" * 300
    assert said_in(reply(400, {"message": ["x"]})) == ""
    assert json_of(Reply(200, {}, b"[1]")) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-retry-after": "7"}, 7),
        ({"retry-after": "9"}, 9),
        ({"x-ratelimit-reset": "42"}, 42),
        ({"x-ratelimit-retry-after": "7", "retry-after": "9", "x-ratelimit-reset": "42"}, 7),
        ({"x-ratelimit-retry-after": "", "retry-after": "9"}, 9),
        ({"retry-after": "soon", "x-ratelimit-reset": "42"}, 42),
        ({"x-ratelimit-reset": "epoch"}, 30),
        ({"retry-after": "date"}, 30),
        ({"retry-after": "0"}, 0.5),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.5),
        ({"retry-after": "86400"}, 3600),
        ({"retry-after": "inf"}, 3600),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "Mon, 01 Jan 2024 99999999999:00:00 GMT"}, None),
        ({"x-ratelimit-reset": ""}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_after_429(headers, seconds):
    at = time.time() + 30
    ours = {"epoch": str(int(at)), "date": formatdate(at, usegmt=True)}
    found = wait_of({name: ours.get(value, value) for name, value in headers.items()})
    assert found is None if seconds is None else found == pytest.approx(seconds, abs=2)
