"""A request and its answer are kept for whoever asks why; the credential is not."""

from __future__ import annotations

import zlib
from contextlib import suppress

import orjson
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from hubapp.core.destination import Action, Failure, Reply, Verdict
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Exchange
from hubapp.services.delivery import exchanges
from tests.services.delivery.in_hand import ACCEPTED, Hand
from tests.support.deliveries import add, all_in_lane_0, hub_at, submitted
from tests.support.factories import KEY

DELIVERED, RETRY = Verdict(Action.DELIVERED), Verdict(Action.RETRY)


@pytest.fixture
def connection(both, sandbox) -> Connection:
    hub = hub_at(sandbox)
    made = submitted(hub, "ana@example.com")
    add(hub, "ben@example.com", "Ben", event_name="played")
    all_in_lane_0()
    return made


def kept(connection: Connection, *verdicts: Verdict, reply: Reply = ACCEPTED) -> Exchange:
    hand = Hand(connection)
    with transaction():
        id_ = exchanges.keep(hand.run.lease, hand.sent(*verdicts, reply=reply, seconds=0.1234))
    return db.session.get_one(Exchange, id_)


def content(exchange: Exchange) -> dict:
    return content_of(exchange.content)


def content_of(packed: bytes) -> dict:
    return orjson.loads(zlib.decompress(packed))


def test_what_went_out_and_what_came_back(connection):
    exchange = kept(connection, DELIVERED, RETRY)
    assert (exchange.status, exchange.failure, exchange.request_id) == (201, "", "r-1")
    assert (exchange.people, exchange.delivered, exchange.took_ms) == (2, 1, 123)
    found = content(exchange)
    assert [each["first_name"] for each in found["body"]["attributes"]] == ["Ana", "Ben"]
    assert found["reply"] == '{"message": "success"}'


def test_it_says_where_each_delivery_stands_in_the_body(connection):
    (ana, of_ana), (ben, of_ben) = content(kept(connection, DELIVERED))["placements"]
    assert ana < ben
    assert of_ana == [["attributes", 0]]
    assert of_ben == [["attributes", 1], ["events", 0]]


def test_the_credential_is_nowhere_in_it(connection):
    with capture_logs() as logs:
        exchange = kept(connection, DELIVERED)
    assert KEY not in zlib.decompress(exchange.content).decode()
    assert KEY not in str(logs)
    assert "example.com" not in str(logs)


def test_of_the_headers_only_those_that_explain_something(connection):
    told = {
        "x-ratelimit-remaining": "7" * 300,
        "retry-after": "3",
        "x-request-id": "r" * 300,
        "set-cookie": "who=ana",
    }
    exchange = kept(connection, RETRY, reply=Reply(429, told, b""))
    assert content(exchange)["headers"] == {
        "x-ratelimit-remaining": "7" * 200,
        "retry-after": "3",
        "x-request-id": "r" * 200,
    }
    assert exchange.request_id == "r" * 120


def test_of_a_long_answer_the_beginning_is_kept_whatever_it_is_made_of(connection):
    body = b"\x00\xff" + b"x" * exchanges.REPLY_KEPT
    reply = content(kept(connection, RETRY, reply=Reply(502, {}, body)))["reply"]
    assert reply == "\x00\N{REPLACEMENT CHARACTER}" + "x" * (exchanges.REPLY_KEPT - 2)


def test_why_there_was_no_answer(connection):
    words = Words("no answer within %(seconds)s s", seconds="5")
    exchange = kept(connection, RETRY, reply=Reply(None, failure=Failure.UNKNOWN, words=words))
    assert (exchange.status, exchange.failure) == (None, "unknown")
    assert Words.from_json(content(exchange)["words"]) == words


def test_nothing_of_it_stays_when_the_transaction_is_lost(connection):
    hand = Hand(connection)
    with suppress(ZeroDivisionError), transaction():
        exchanges.keep(hand.run.lease, hand.sent(DELIVERED))
        raise ZeroDivisionError
    assert db.session.scalars(select(Exchange)).all() == []


@pytest.mark.parametrize(
    ("actions", "smooth"),
    [
        (["delivered", "rejected"], True),
        (["delivered", "retry"], False),
        (["throttled"], False),
        (["hold"], False),
        (["delivered", "split"], False),
    ],
)
def test_a_smooth_one_has_brought_every_row_to_its_end(actions, smooth):
    verdicts = [Verdict(Action(each)) for each in actions]
    assert exchanges.Exchanged([], None, verdicts).smooth is smooth


def test_what_one_said_can_be_taken_out_and_the_others_stay_where_they_are(connection):
    packed = kept(connection, DELIVERED).content
    (ana, _), (ben, of_ben) = content_of(packed)["placements"]
    left = content_of(exchanges.without(packed, {ana}))
    assert left["body"]["attributes"] == [{}, content_of(packed)["body"]["attributes"][1]]
    assert left["placements"] == [[ben, of_ben]]
    assert exchanges.without(packed, {ana, ben}) is None
    assert exchanges.without(packed, {0}) == packed
