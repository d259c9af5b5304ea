"""One visitor is limited closely, a network generously."""

from __future__ import annotations

import pytest

from hubapp.blueprints.public import limits
from tests.support.application import make_hub

QUIZ = "/h/summer-kick-off/summer-quiz/"


@pytest.fixture
def limited(app, monkeypatch):
    make_hub("http://127.0.0.1:1", connect=False)

    def to(**more: str) -> None:
        settings = app.extensions["settings"].model_copy(update=more)
        monkeypatch.setitem(app.extensions, "settings", settings)

    return to


def test_a_stadium_behind_one_address_plays_on_while_one_of_it_waits(limited, client):
    limited(rate_limit_visitor="2 per minute")

    def post(stamp: str) -> int:
        return client.post(QUIZ, data={"stamp": stamp}).status_code

    assert [post("one") for _ in range(3)] == [400, 400, 429]
    assert {post(f"somebody else {number}") for number in range(300)} == {400}


def test_made_up_visitors_meet_the_limit_of_their_network(limited, client):
    limited(rate_limit_submissions="5 per minute")
    codes = [client.post(QUIZ, data={"stamp": str(number)}).status_code for number in range(7)]
    assert codes == [400] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_is_one_network(app, address, counted_as):
    with app.test_request_context(QUIZ, environ_base={"REMOTE_ADDR": address}):
        assert limits.network() == f"{counted_as}:summer-kick-off"
