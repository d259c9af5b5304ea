"""What became of each value, beyond what an explained delivery shows in ``test_explain``."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from hubapp.core.mapping import MappingRow
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.services.integrations.became import _said, fates, left_out_of
from tests.support.factories import ConnectionFactory, DeliveryFactory


@pytest.mark.parametrize(
    ("state", "sent", "became"),
    [
        ("waiting", None, "Waits"),
        ("delivered", None, "Sent"),
        ("delivered", {"attributes": [{"score": 3}]}, "Sent"),
        ("delivered", {"events": [{"name": "played"}]}, "Not sent: unchanged there"),
        ("rejected", {"attributes": [{"score": 3}]}, "Refused"),
        ("rejected", {"attributes": [{}]}, "Not sent"),
    ],
)
def test_a_value_was_sent_when_the_request_held_it(app, state, sent, became):
    row = DeliveryFactory(record={"values": {"custom.score": 3}}, state=state)
    (only,) = fates(row, row.connection, {}, sent)
    assert (str(only.became), only.source) == (became, NOTHING)


def test_without_a_request_all_was_there_already(app):
    row = DeliveryFactory(record={"values": {"custom.score": 3}}, state="delivered", attempts=1)
    assert str(fates(row, row.connection, {}, None)[0].became) == "Not sent: unchanged there"


def test_a_box_that_was_not_ticked_is_no_fault(app):
    consent = {"attribute.email_subscribe": False}
    row = DeliveryFactory(record={"values": consent, "once": [*consent]}, state="delivered")
    (only,) = fates(row, row.connection, {}, None)
    assert "not ticked says nothing" in str(only.became)
    assert left_out_of(row, destination_of("braze")) == 0


def test_of_a_destination_that_this_release_does_not_know_nothing_is_made_up(app):
    row = DeliveryFactory(connection=ConnectionFactory(kind="of old"), record={"values": {"a": 1}})
    assert left_out_of(row, None) == 0
    assert str(fates(row, row.connection, {}, None)[0].target) == "a"


@pytest.mark.parametrize(
    ("way", "sent", "became"),
    [
        ("first", {"attributes": [{"liked": "red"}]}, "Sent"),
        ("first", {"attributes": [{}]}, "Not sent: unchanged there"),
        ("append", {"attributes": [{"liked": {"add": ["red"]}}]}, "Added to the list"),
        ("append", {"attributes": [{}]}, "Not sent: unchanged there"),
    ],
)
def test_an_answer_that_gave_way_and_one_that_was_added_say_so(app, way, sent, became):
    record = {"values": {"custom.liked": ["red"]}, "how": {"custom.liked": way}}
    row = DeliveryFactory(record=record, state="delivered")
    (only,) = fates(row, row.connection, {}, sent)
    assert str(only.became) == became


def test_of_another_answer_it_is_said_that_the_earlier_one_stays(app):
    record = {"values": {"custom.liked": "blue"}, "how": {"custom.liked": "first"}}
    row = DeliveryFactory(record=record, state="delivered", words=stays_at("liked"))
    (only,) = fates(row, row.connection, {}, {"attributes": [{}]})
    assert str(only.became) == "Left out: an earlier answer stays."


def stays_at(*names: str) -> Words:
    """As the drain says and the database keeps it."""
    told = reduce(
        lambda one, more: Words("%(inside)s, %(what)s", inside=one, what=more),
        map(Words.verbatim, names),
    )
    said = Words("Left out: an earlier answer stays (%(names)s).", names=told)
    return Words.from_json(said.to_json())


@pytest.mark.parametrize("sent", [None, {"attributes": [{"shoe": 40, "new": "b"}]}])
def test_when_the_request_is_kept_no_longer_it_is_said_of_those_that_it_holds_for(app, sent):
    values = {"custom.liked": "b", "custom.size": "b", "custom.new": "b"}
    how = dict.fromkeys(values, "first")
    record = {"values": values, "how": how}
    row = DeliveryFactory(record=record, state="delivered", words=stays_at("liked", "size"))
    found = fates(row, row.connection, {}, sent)
    became = {str(each.target).split()[0]: str(each.became) for each in found}
    stays = "Left out: an earlier answer stays."
    assert became == {"liked": stays, "size": stays, "new": "Sent"}


def test_a_word_that_is_added_is_said_beside_the_choice_that_it_is_of(app):
    row = MappingRow("field.a", "custom.liked", sent_as={"red": "R"}, how="append")
    assert str(_said(row, "red", ["R"])) == "red"
    assert str(_said(replace(row, sent_as={}), "red", ["red"])) == ""
