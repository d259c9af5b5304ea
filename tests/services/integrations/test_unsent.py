"""What of somebody is not told, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import CONFIRMED, FieldMapping, MappingRow
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.models.columns import now
from hubapp.services.delivery import Case, Event, record_for
from hubapp.services.integrations.unsent import (
    earlier_stays,
    listed,
    staying,
    there_already,
    unsent,
)
from tests.support.application import submit_entries
from tests.support.deliveries import drain_all, hub_at, submitted

ROWS = (
    MappingRow("field.first_name", "attribute.first_name"),
    MappingRow("field.news", "custom.n"),
)
MAPPING = FieldMapping("email", "field.email", rows=ROWS)
LABELS = {key: Words.verbatim(key) for key in ("field.first_name", "field.news")}


def said(case: Case, **of_mapping: object) -> list[str]:
    mapping = replace(MAPPING, **of_mapping)
    record = record_for("braze", mapping, case)
    return [str(each) for each in unsent(mapping, case, record, LABELS)]


def case(form: bool = True, event: Event = Event.WITH_IT, **known: object) -> Case:
    fields = {f"field.{key}": value for key, value in {"email": "a@b.cc", **known}.items()}
    return Case(fields, {"field.news"}, now(), event, form)


@pytest.mark.parametrize("first_name", [{}, {"first_name": ""}, {"first_name": None}])
def test_what_nobody_said(first_name):
    assert said(case(news=True, **first_name)) == [
        "Left out, for nothing is known of it here: field.first_name."
    ]


def test_a_box_that_was_not_ticked():
    assert said(case(first_name="Ana", news=False)) == [
        "Left out, for a box that was not ticked says nothing: field.news."
    ]


def test_a_consent_whose_address_was_not_confirmed():
    told = case(first_name="Ana", news=True)
    assert said(told, confirm_first=True) == [
        "Left out, for the address was not confirmed by our mailed code: field.news."
    ]
    assert said(told._replace(known={**told.known, CONFIRMED: True}), confirm_first=True) == []


def test_a_consent_beside_a_play():
    rows = (*ROWS, MappingRow("card.c.answer", "custom.answer"))
    told = case(form=False, first_name="Ana")
    told = told._replace(known={**told.known, "card.c.answer": "Beach"})
    assert said(told, rows=rows) == [
        "Left out, for a consent leaves with its form alone, and this is a play: field.news."
    ]


def test_an_event_that_another_delivery_carries():
    told = case(event=Event.WITHOUT, first_name="Ana", news=True)
    assert said(told) == []
    assert said(told, event_name="played") == [
        "The event is left to the end of the play, which tells of it once."
    ]


def test_what_the_hub_has_lost_is_another_sentence_of_the_screen():
    assert said(case(first_name="Ana", news=True), rows=(MappingRow("field.x", "custom.x"),)) == []


@pytest.mark.parametrize(
    ("count", "words"), [(1, "n0"), (4, "n0, n1, n2, n3"), (6, "n0, n1, n2, n3 and 2 more")]
)
def test_a_long_list_is_counted(count, words):
    assert str(listed([Words.verbatim(f"n{at}") for at in range(count)])) == words


def test_what_is_confirmed_already_would_not_go_again(app, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    destination, told = destination_of("braze"), case(first_name="Ana", news=True)
    told = told._replace(known={**told.known, "field.email": "ana@example.com"})
    mapping = FieldMapping.from_json({**connection.mapping, "event_name": ""})
    record = record_for("braze", mapping, told)
    assert there_already(destination, connection.account, record) == []
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    (sentence,) = there_already(destination, connection.account, record)
    assert str(sentence).startswith("Braze has ")
    first = {"attribute.first_name": "first"}
    (sentence,) = there_already(destination, connection.account, replace(record, how=first))
    assert str(sentence).startswith("Braze has ")
    other = replace(record, how=first, values={**record.values, "attribute.first_name": "Anna"})
    stays = staying(destination, connection.account, other)
    assert list(map(str, earlier_stays(destination, stays))) == [
        "Left out: an earlier answer stays (First name)."
    ]
    assert staying(destination, connection.account, record) == ()
    assert earlier_stays(destination, ()) == []
