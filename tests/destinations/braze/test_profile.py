"""A record as Braze's page of a user would show it."""

from __future__ import annotations

from hubapp.core.mapping import Record
from hubapp.destinations.braze.profile import cost, shown

TIME = "2026-01-15T10:00:00.000Z"


def lines(rule: str = "email", event: str = "", **values: object) -> list[tuple[str, ...]]:
    named = {key.replace("__", "."): value for key, value in values.items()}
    record = Record("k", rule, "ana@example.com", TIME, event, named)
    return [
        (str(each.section), str(each.name), str(each.value), str(each.kind))
        for each in shown(record)
    ]


def test_a_value_is_shown_as_braze_keeps_it_under_its_heading():
    found = lines(
        attribute__country="Suomi",
        attribute__email_subscribe=True,
        custom__score=3,
        custom__vip=True,
        date__born="1990-04-23",
    )
    assert found == [
        ("Profile", "Email", "ana@example.com", ""),
        ("Profile", "Country", "FI", ""),
        ("Subscriptions", "Email subscription", "opted_in", ""),
        ("Custom attributes", "score", "3", "number"),
        ("Custom attributes", "vip", "yes", "yes or no"),
        ("Custom attributes", "born", "1990-04-23", "date"),
    ]


def test_an_event_shows_its_properties_or_when_it_was():
    assert lines(event="played", event__score=3)[1:] == [("Event “played”", "score", "3", "number")]
    assert lines(event="played")[1:] == [("Event “played”", "Time", TIME, "")]


def test_the_address_of_an_alias_is_shown_though_nobody_mapped_it():
    assert ("Profile", "Email", "ana@example.com", "") in lines("alias_email")


def test_what_does_not_get_there_says_why():
    record = Record("k", "email", "a@b.co", TIME, "", {"attribute.gender": "blue"})
    (left,) = [each for each in shown(record) if each.why]
    assert (str(left.name), str(left.value)) == ("Gender", "blue")
    assert "female, male" in str(left.why)


def test_it_costs_a_data_point_for_each_attribute_and_none_for_whom_it_finds_or_an_event():
    values = {"attribute.country": "FI", "custom.score": 3, "event.prize": "Hat"}
    record = Record("k", "email", "ana@example.com", TIME, "played", values)
    assert str(cost(record)).startswith("Data points: at most 2,")
    event_alone = Record("k", "external_id", "e1", TIME, "played")
    assert str(cost(event_alone)).startswith("Data points: at most 0,")
