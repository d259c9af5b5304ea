"""One visitor is limited closely, a network generously."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Hub
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


def test_who_is_put_off_is_told_for_how_long_and_the_marketer_how_many(
    limited, client, signed_in, workspace, live_queue
):
    hub = db.session.scalars(select(Hub)).one()
    hub.workspace_id = workspace.id
    limited(rate_limit_visitor="2 per minute")
    for _ in range(2):
        client.post(QUIZ, data={"stamp": "one"})
    commands = live_queue.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0)
    reply = client.post(QUIZ, data={"stamp": "one"})
    assert live_queue.info("commandstats")["cmdstat_evalsha"]["calls"] == commands + 1
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "30")
    page = signed_in("analyst").get(f"/hubs/{hub.id}/results")
    assert "something that a visitor sent was put off once" in page.text
