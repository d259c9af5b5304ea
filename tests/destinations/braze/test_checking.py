"""What each answer tells of the address, the key and its permissions."""

from __future__ import annotations

import orjson
import pytest

from hubapp.core.destination import Failure, Reply
from hubapp.destinations.braze.checking import checks

SETTINGS = {"endpoint": "https://rest.iad-01.braze.com"}
WELCOME = Reply(400, body=orjson.dumps({"message": "Valid data must be provided"}))
NO_KEY = Reply(401, body=orjson.dumps({"message": "Invalid API Key"}))
NOT_ALLOWED = Reply(403, body=orjson.dumps({"message": "Access Denied"}))
PROXY = Reply(403, body=b"<html>Forbidden</html>")
SILENCE = Reply(None, failure=Failure.UNKNOWN)


@pytest.mark.parametrize(
    ("reply", "works"),
    [
        (WELCOME, [True, True, True, True]),
        (NO_KEY, [True, False, False, False]),
        (NOT_ALLOWED, [True, True, False, False]),
        (PROXY, [False, None, None, None]),
        (SILENCE, [False, None, None, None]),
        (Reply(500, body=orjson.dumps({"message": "Oh"})), [True, True, None, None]),
    ],
)
def test_an_answer_tells_what_works(reply, works):
    assert [each.works(reply) for each in checks(SETTINGS, "key")] == works


def test_nothing_is_written_and_what_asks_the_same_shares_a_request():
    found = checks(SETTINGS, "key")
    assert {each.request.body for each in found} == {b"{}"}
    assert len({id(each.request) for each in found}) == 2
    assert [each.needed for each in found] == [True, True, True, False]
