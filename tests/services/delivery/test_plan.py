"""What of a claimed row is sent: only what changed, and what may be sent twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hubapp.core.confirming import PERSON, confirm, is_empty, mark
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.services.delivery.claims import Row
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.plan import (
    EVENT_LEFT_OUT,
    Drain,
    endings,
    left_for_earlier,
    plan,
)
from hubapp.services.delivery.settle import NOTHING_NEW
from hubapp.services.integrations import figures
from tests.support.deliveries import add, drain_all, hub_at, submitted
from tests.support.factories import KEY

NAME, TIME = "attribute.first_name", "2026-01-15T10:00:00.000Z"


def drain() -> Drain:
    return Drain(Lease(1, 0, "t"), destination_of("braze"), {}, KEY, "", failures=0, tally={})


def row(id_: int, name: str = "Ana", who: str = "ana", event: str = "", **more: object) -> Row:
    record = Record(f"email:{who}", "email", who, TIME, event, {NAME: name})
    given_ = {
        "place": id_,
        "whole": False,
        "unknown": False,
        "resend_events": True,
        "confirmed": {},
        **more,
    }
    return Row(id_, 0, record, 1, now(), **given_)


def has(name: str, place: int) -> dict:
    """The destination has this of Ana since this place in her story."""
    return {NAME: [mark(name), place], PERSON: ["", place]}


def values(run: Drain, *rows: Row) -> list[dict]:
    return [dict(each.record.values) for each in plan(run, rows)]


def test_what_the_destination_has_is_left_out_and_counted():
    (planned,) = plan(drain(), [row(2, confirmed=has("Ana", 1))])
    assert (dict(planned.record.values), planned.saved) == ({}, 1)
    assert is_empty(planned.record)


@pytest.mark.parametrize(
    "told",
    [
        row(2, "Bea", confirmed=has("Ana", 1)),
        row(2, confirmed={}),
        row(2, confirmed={NAME: ["?", 1]}),
        # An earlier try may have left its mark there, or somebody wants it whole.
        row(2, confirmed=has("Ana", 1), unknown=True),
        row(2, confirmed=has("Ana", 1), whole=True),
    ],
)
def test_what_may_differ_is_sent(told):
    assert values(drain(), told) == [{NAME: told.record.values[NAME]}]


def test_what_is_older_never_undoes_what_is_newer():
    assert values(drain(), row(9, "Old", place=1, whole=True, confirmed=has("New", 5))) == [{}]


def test_a_row_is_not_left_out_because_of_what_an_earlier_one_will_change():
    rows = [row(2, "Bea", confirmed=has("Ana", 1)), row(3, "Ana", confirmed=has("Ana", 1))]
    assert values(drain(), *rows) == [{NAME: "Bea"}, {NAME: "Ana"}]


def test_all_rows_of_a_person_share_what_is_known_of_them():
    ana, ben, again = plan(drain(), [row(1), row(2, who="ben"), row(3)])
    assert ana.known is again.known
    assert ana.known is not ben.known


@pytest.mark.parametrize(
    ("unknown", "resend", "event", "sent"),
    [
        (True, True, "played", True),
        (True, False, "played", False),
        (False, False, "played", True),
        (True, False, "", False),
    ],
)
def test_after_a_lost_answer_an_event_goes_again_only_if_the_connection_says_so(
    unknown, resend, event, sent
):
    told = row(1, event=event, unknown=unknown, resend_events=resend)
    (planned,) = plan(drain(), [told])
    assert bool(planned.record.event_name) is sent
    assert planned.event_left_out is (bool(event) and not sent)
    # The attributes go whole either way.
    assert dict(planned.record.values) == {NAME: "Ana"}


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), max_size=8)
)
def test_whatever_is_left_out_the_newest_value_of_each_person_is_what_ends_there(told):
    """told: who, their value, and whether this round was settled before the next row."""
    there, known, waiting = {}, {}, []
    keeps = destination_of("braze").keeps
    for at, (who, name, settled) in enumerate(told, 1):
        waiting.append(row(at, name, who, confirmed=known.setdefault(who, {})))
        if not settled and at < len(told):
            continue
        for planned in plan(drain(), waiting):
            there.setdefault(who_of(planned), {}).update(planned.record.values)
            confirm(planned.known, planned.row.record, planned.row.place, keeps)
        waiting = []
    newest = {who: {NAME: name} for who, name, _ in told}
    assert there == newest


def who_of(planned) -> str:
    return planned.record.identity


def test_nothing_new_is_delivered_without_a_request(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    drain_all(connection)
    add(hub, "a@example.com")
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == 1
    assert figures.health(connection).saved == 1
    last = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (last.state, last.words) == ("delivered", NOTHING_NEW)


def test_the_switch_sends_everything_every_time(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    with transaction():
        connection.only_changes = False
    drain_all(connection)
    add(hub, "a@example.com")
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == 2


def test_a_change_and_a_change_back_in_one_batch_end_right(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for name in ("Ana", "Bea", "Ana"):
        add(hub, "a@example.com", name)
        if name == "Ana" and sandbox.state()["counts"]["requests"] == 0:
            drain_all(connection)
    drain_all(connection)
    assert sandbox.profile("email:a@example.com")["first_name"] == "Ana"


def test_what_is_said_at_the_end_names_all_that_was_not_sent():
    (planned,) = plan(drain(), [row(2)])
    both = planned._replace(event_left_out=True, stays=("custom.colour", "attribute.first_name"))
    found = endings(drain(), [planned, both, both._replace(event_left_out=False)], NOTHING_NEW)
    kept = "Left out: an earlier answer stays (colour, First name)."
    said = [words for words, _ in found]
    assert [str(each) for each in said] == [str(NOTHING_NEW), f"{EVENT_LEFT_OUT} {kept}", kept]
    stored = [Words.from_json(each.to_json()) for each in said]
    names = ["colour", "First name"]
    assert [list(map(str, left_for_earlier(each))) for each in stored] == [[], names, names]
