"""Records -> one request, and where each record stands in it."""

from __future__ import annotations

import json
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.destination import Spot
from hubapp.core.mapping import Record
from hubapp.destinations.braze.payload import (
    LARGEST_BODY,
    LARGEST_OBJECT,
    TOO_LARGE,
    WRONG_IDENTITY,
    Limit,
    attribute_object,
    body_of,
    event_object,
)
from tests.destinations.braze.examples import TIME, record


def sent(*records: Record, most: Limit | None = None) -> dict:
    return json.loads(body_of(records, most or Limit()).encoded())


def large(person: str, lists: int) -> Record:
    """A record of about ``lists`` times 25 KB."""
    texts = [f"{at:03}" + "x" * 250 for at in range(100)]
    return record(person, **{f"custom__list{at}": texts for at in range(lists)})


@pytest.mark.parametrize(
    ("rule", "identity", "expected"),
    [
        ("external_id", "u1", {"external_id": "u1"}),
        ("braze_id", "b1", {"braze_id": "b1"}),
        ("email", "Ana@Example.com", {"email": "ana@example.com"}),
        ("phone", "+61412345678", {"phone": "+61412345678"}),
        (
            "alias_email",
            "Ana@Example.com",
            {
                "user_alias": {"alias_name": "ana@example.com", "alias_label": "email"},
                "_update_existing_only": False,
                "email": "ana@example.com",
            },
        ),
        (
            "alias_phone",
            "+61412345678",
            {
                "user_alias": {"alias_name": "+61412345678", "alias_label": "phone"},
                "_update_existing_only": False,
                "phone": "+61412345678",
            },
        ),
    ],
)
def test_each_identity_rule_says_who_it_is(rule, identity, expected):
    body = sent(record(identity, rule, attribute__first_name="Ana"))
    assert body == {"attributes": [expected | {"first_name": "Ana"}]}


def test_an_alias_that_is_known_to_braze_needs_its_address_no_more():
    known = replace(record(rule="alias_email", custom__score=3), confirmed=True)
    assert "email" not in attribute_object(known)


def test_the_event_of_an_alias_may_create_its_profile_as_well():
    event = event_object(record(rule="alias_email", event="played"))
    assert event["_update_existing_only"] is False
    assert event["user_alias"]["alias_label"] == "email"


def test_the_value_that_identifies_is_not_written_over():
    mapped = record("ana@example.com", attribute__email="bo@example.com")
    assert attribute_object(mapped) == {"email": "ana@example.com"}


@pytest.mark.parametrize(
    ("event", "confirmed", "expected"),
    [
        ("", False, {"email": "ana@example.com"}),
        ("", True, None),
        ("played", False, None),
        ("played", True, None),
    ],
)
def test_without_values_an_attribute_object_is_sent_only_to_make_the_profile(
    event, confirmed, expected
):
    assert attribute_object(replace(record(event=event), confirmed=confirmed)) == expected


def test_values_that_braze_would_drop_silently_are_not_sent():
    body = sent(
        record(
            attribute__dob="21/12/1980",
            attribute__email_subscribe=False,
            custom__story="x" * 300,
            custom__note="12/1/2021",
            custom__nan=float("nan"),
            custom__colour="red",
        )
    )
    assert body["attributes"] == [{"email": "ana@example.com", "colour": "red"}]


def test_a_box_of_an_earlier_release_that_was_not_ticked_is_not_sent():
    mapped = record(custom__news=False, custom__member=False)
    kept = replace(mapped, once=("custom.news",))
    assert attribute_object(kept) == {"email": "ana@example.com", "member": False}


def test_a_custom_attribute_that_is_a_date_is_one_beside_the_others():
    mapped = record(date__born="1990-04-23", custom__colour="red")
    assert attribute_object(mapped) == {
        "email": "ana@example.com",
        "born": "1990-04-23",
        "colour": "red",
    }


def test_an_event_has_its_time_and_only_its_own_properties():
    mapped = record(event="played", event__score=3, event__empty="", custom__colour="red")
    assert event_object(mapped) == {
        "email": "ana@example.com",
        "name": "played",
        "time": TIME,
        "properties": {"score": 3},
    }


def test_an_event_without_properties_says_nothing_of_them():
    assert "properties" not in event_object(record(event="played", custom__colour="red"))


def test_an_event_has_at_most_256_properties():
    many = record(event="played", **{f"event__p{at}": at for at in range(300)})
    assert len(event_object(many)["properties"]) == 256


def test_properties_without_an_event_go_nowhere():
    assert event_object(record(event__score=3)) is None
    assert sent(record(event__score=3)) == {"attributes": [{"email": "ana@example.com"}]}


def test_one_person_is_one_attribute_object_with_the_newest_values_and_every_event():
    body = sent(
        record(event="played", custom__score=1, custom__colour="red"),
        record(event="played", custom__score=2),
        record("bo@example.com", custom__score=9),
    )
    assert body["attributes"] == [
        {"email": "ana@example.com", "score": 2, "colour": "red"},
        {"email": "bo@example.com", "score": 9},
    ]
    assert len(body["events"]) == 2


def test_every_record_knows_its_places():
    body = body_of(
        [record(event="e", custom__n=1), record(event="e"), record(event="e", custom__n=2)],
        Limit(),
    )
    attribute = Spot("attributes", 0)
    assert body.placements == [
        (attribute, Spot("events", 0)),
        (Spot("events", 1),),
        (attribute, Spot("events", 2)),
    ]
    assert body.objects == 4


def test_an_identity_that_cannot_be_used_is_left_out_with_its_reason():
    body = body_of([record("null", "external_id"), record()], Limit())
    reason, sentence = body.unsendable[0]
    assert body.placements == [(), (Spot("attributes", 0),)]
    assert reason == str(WRONG_IDENTITY)
    assert "not filled in" in str(sentence)


def test_a_record_that_is_too_large_by_itself_is_left_out_with_its_reason():
    body = body_of([large("ana@example.com", 5), record("bo@example.com")], Limit())
    reason, sentence = body.unsendable[0]
    assert reason == str(TOO_LARGE)
    assert "100 KB" in str(sentence)
    assert json.loads(body.encoded())["attributes"] == [{"email": "bo@example.com"}]


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_an_object_of_100_kb_is_taken_and_not_a_byte_more(more, taken):
    around = len(orjson.dumps(attribute_object(record(custom__=True))))
    name = "n" * (100 * 1024 + more - around)
    body = body_of([record(**{f"custom__{name}": True})], Limit())
    assert (body.unsendable == {}) is taken


def test_an_empty_request_is_an_empty_object():
    assert body_of([], Limit()).encoded() == b"{}"


@pytest.mark.parametrize(
    ("most", "records", "taken"),
    [
        (Limit(), 80, 75),
        (Limit(), 75, 75),
        (Limit(50), 80, 50),
        (Limit(1), 3, 1),
        (Limit(0), 3, 1),
        (Limit(75, each=True), 80, 75),
    ],
)
def test_a_request_takes_as_many_records_as_fit_and_at_least_one(most, records, taken):
    people = [record(f"p{at}@example.com", custom__n=at) for at in range(records)]
    assert len(body_of(people, most).placements) == taken


@pytest.mark.parametrize(
    ("most", "taken", "objects"),
    [(Limit(75), 37, 74), (Limit(75, each=True), 75, 150), (Limit(1), 1, 2)],
)
def test_events_count_beside_attributes_or_by_themselves(most, taken, objects):
    people = [record(f"p{at}@example.com", event="e", custom__n=at) for at in range(80)]
    body = body_of(people, most)
    assert (len(body.placements), body.objects) == (taken, objects)


@pytest.mark.parametrize(
    ("people", "taken"),
    [
        ([record(custom__n=at) for at in range(200)], 200),
        ([record(event="e") for _ in range(80)], 75),
        ([record(event="e", custom__n=at) for at in range(80)], 74),
    ],
)
def test_one_person_counts_once_and_each_event_by_itself(people, taken):
    assert len(body_of(people, Limit()).placements) == taken


def test_what_does_not_fit_ends_the_request_though_a_later_one_would_fit():
    ana, bo = record(custom__n=1), record("bo@example.com")
    body = body_of([ana, bo, ana], Limit(1))
    assert body.placements == [(Spot("attributes", 0),)]


@pytest.mark.parametrize(
    ("limit", "at_most", "halved"),
    [
        (Limit(75), 0, Limit(75)),
        (Limit(75), 37, Limit(37)),
        (Limit(50), 75, Limit(50)),
        (Limit(75, each=True), 0, Limit(75, each=True)),
        (Limit(75, each=True), 37, Limit(37)),
    ],
)
def test_a_limit_can_be_halved(limit, at_most, halved):
    assert limit.halved(at_most) == halved


def test_a_body_stays_below_what_braze_takes():
    people = [large(f"p{at}@example.com", 3) for at in range(60)]
    body = body_of(people, Limit())
    assert 40 < len(body.placements) < 60
    assert len(body.encoded()) <= LARGEST_BODY


@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=120),
    st.integers(2, 75),
    st.booleans(),
)
def test_a_batch_never_passes_its_limit_and_every_record_has_its_spots(people, objects, each):
    records = [
        record(f"p{who}@example.com", event="e" if event else "", custom__n=at)
        for at, (who, event) in enumerate(people)
    ]
    body = body_of(records, Limit(objects, each))
    made = json.loads(body.encoded())
    counts = [len(made.get(name, [])) for name in ("attributes", "events")]
    assert (max(counts) if each else sum(counts)) <= objects
    assert body.objects == sum(counts)
    assert 0 < len(body.placements) <= len(records)
    for one, spots in zip(records, body.placements, strict=False):
        for spot in spots:
            assert made[spot.array][spot.index]["email"] == one.identity


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=12))
def test_sizes_hold_for_any_mix(people):
    body = body_of([large(f"p{who}@example.com", lists) for who, lists in people], Limit())
    assert len(body.encoded()) <= LARGEST_BODY
    for item in json.loads(body.encoded())["attributes"]:
        assert len(json.dumps(item, separators=(",", ":"))) <= LARGEST_OBJECT
