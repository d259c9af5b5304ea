"""One delivery explained: what was said, what was sent, what the destination answered."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import delete, select, update

from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery, Exchange
from hubapp.services.delivery import drain_lane
from hubapp.services.integrations import explain, replay
from hubapp.services.integrations.explain import Story
from tests.services.integrations.refusals import REASON, only_delivery, rejected
from tests.support.application import connect, submit_entries
from tests.support.deliveries import (
    add,
    all_in_lane_0,
    drain_all,
    due_now,
    hub_at,
    let_be,
    submitted,
)
from tests.support.factories import ConnectionFactory, DeliveryFactory, PlayFactory

WITHOUT_CONSENT = "Without its consent: that left before, and leaves only once."


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


@pytest.fixture
def on_sqlite(app, sandbox):
    return hub_at(sandbox)


def told(row: Delivery, masked: bool = False) -> Story:
    db.session.expire_all()
    return explain.story(row.connection, row.id, masked)


def plain(lines: list) -> list[list[str]]:
    return [list(map(str, each)) for each in lines]


def test_a_rejected_one_explains_itself(hub, sandbox):
    story = told(rejected(hub, sandbox))
    assert (str(story.reason), story.ended, story.may_repeat_then) == (REASON, True, True)
    assert ["Email", "ana@example.com"] in plain(story.submitted)
    assert ["First name", "First name", "Ana", "Refused", "left", "Ana", ""] in plain(story.mapped)
    assert (story.identity, story.unknown, story.wiped) == ("ana@example.com", False, False)
    (only,) = story.tries
    assert (str(only.verdict), str(only.status), only.others) == ("Refused", "201", 0)
    assert only.words == story.line.words
    assert '"email": "ana@example.com"' in only.sent
    assert "EMAIL_BAD_FORMAT" in only.said
    assert str(story.advice) == (
        "Mend what the words above name, in the form or in the mapping, then replay it with "
        "today's mapping."
    )


def test_the_credential_is_nowhere_in_it(hub, sandbox):
    assert "sandbox-key" not in repr(told(rejected(hub, sandbox)))


def test_an_analyst_sees_what_happened_and_nobodys_values(hub, sandbox):
    story = told(rejected(hub, sandbox), masked=True)
    assert "ana@example.com" not in repr(story)
    assert "'Ana'" not in repr(story)
    assert [str(each.verdict) for each in story.tries] == ["Refused"]


def test_nobody_is_told_of_what_is_not_theirs(hub, sandbox):
    row = rejected(hub, sandbox)
    for connection, id_ in ((row.connection, row.id + 999), (ConnectionFactory(), row.id)):
        with pytest.raises(NotFoundHere):
            explain.story(connection, id_)


def test_every_try_is_told_oldest_first(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com")
    sandbox.fault(status=503)
    drain_all(connection)
    due_now(connection)
    drain_all(connection)
    replay.replay_one(connection, only_delivery().id, replay.THEN)
    drain_all(connection)
    found = [(str(each.verdict), str(each.status)) for each in told(only_delivery()).tries]
    assert found == [("Tried again later", "503"), ("Replayed", ""), ("Accepted", "201")]
    *_, replayed, delivered = told(only_delivery()).tries
    assert str(replayed.words) == "With the mapping of then."
    assert str(delivered.words) == "Accepted."
    assert delivered.took_ms is not None


def test_only_its_own_part_of_a_request_is_shown(on_sqlite, sandbox):
    connection = submitted(on_sqlite, "ana@example.com")
    add(on_sqlite, "ben@example.com", "Ben", event_name="played")
    all_in_lane_0()
    drain_lane(connection.account_id, 0)
    _, row = db.session.scalars(select(Delivery).order_by(Delivery.id))
    (only,) = told(row).tries
    assert list(orjson.loads(only.sent)) == ["attributes", "events"]
    assert "ben@example.com" in only.sent
    assert "ana@example.com" not in only.sent
    assert only.others == 1


def test_why_no_answer_came(on_sqlite, sandbox):
    row = submitted(on_sqlite, "ana@example.com")
    sandbox.fault(drop=True, apply=True)
    drain_all(row)
    story = told(only_delivery())
    (only,) = story.tries
    assert str(only.status) == "no answer: the connection was closed without an answer"
    assert (only.unknown, story.unknown, story.ended) == (True, True, False)


def test_what_is_kept_no_longer_is_not_made_up(hub, sandbox):
    row = rejected(hub, sandbox)
    with transaction() as session:
        session.execute(delete(Exchange))
        session.execute(update(Delivery).values(record=None))
        row.connection.wiped_to = row.id
    story = told(row)
    assert (story.wiped, story.may_repeat_then, story.mapped) == (True, False, [])
    # What the visitor said is theirs, and is kept with the submission.
    assert ["Email", "ana@example.com"] in plain(story.submitted)
    (only,) = story.tries
    assert (str(only.verdict), only.sent, only.said) == ("Refused", "", "")


def test_a_play_without_a_form_has_no_submission_to_show(app):
    record = {"values": {"custom.score": 3}, "identity": "a@b.c", "event_name": "played"}
    story = told(DeliveryFactory(record=record))
    assert (story.submitted, story.event_name) == ([], "played")
    assert [line[:3] for line in plain(story.mapped)] == [["", "score (custom attribute)", "3"]]


def test_targets_that_the_destination_does_not_list_have_their_own_names(app):
    values = {"attribute.first_name": "Ana", "event.score": 3, "custom.ü": True, "attribute.x": []}
    row = DeliveryFactory(record={"values": values})
    assert [target for _, target, *_ in plain(told(row).mapped)] == [
        "First name",
        "score (event property)",
        "ü (custom attribute)",
        "x (attribute)",
    ]
    with transaction():
        row.connection.kind = "of old"
    assert plain(told(row).mapped)[0][:3] == ["", "attribute.first_name", "Ana"]


def test_a_source_is_named_as_the_mapping_of_today_names_it(on_sqlite, sandbox):
    row = rejected(on_sqlite, sandbox)
    with transaction():
        moved = MappingRow("field.email", "attribute.first_name")
        mapping = row.connection.mapping
        row.connection.mapping = {**mapping, "rows": [moved.__dict__]}
    assert [line[:3] for line in plain(told(row).mapped)] == [["Email", "First name", "Ana"]]


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (False, "no"), (["a", 2], "a, 2"), (3.5, "3.5"), ("100 %", "100 %")],
)
def test_a_value_is_spoken(value, words):
    assert str(spoken(value)) == words


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"words": "then"}, "With the mapping of then."),
        ({"words": "now"}, "With the mapping of that day."),
        (
            {"words": "now", "without_consent": True},
            f"With the mapping of that day. {WITHOUT_CONSENT}",
        ),
    ],
)
def test_a_replay_says_with_which_mapping(app, entry, words):
    at = "2026-01-15T10:00:00.000+00:00"
    row = DeliveryFactory(history=[{"at": at, "verdict": "replay", **entry}], state=State.REJECTED)
    (only,) = told(row).tries
    assert (str(only.verdict), str(only.words)) == ("Replayed", words)
    assert only.at == datetime(2026, 1, 15, 10, tzinfo=UTC)


def test_a_verdict_of_another_release_is_shown_as_it_stands(app):
    at, words = "2026-01-15T10:00:00+00:00", Words("Hm.").to_json()
    row = DeliveryFactory(history=[{"at": at, "verdict": "pondered", "words": words}])
    first, _ = told(row).tries
    assert (str(first.verdict), str(first.words), first.unknown) == ("pondered", "Hm.", False)


@pytest.mark.parametrize(
    ("state", "of_connection", "advice"),
    [
        ("delivered", "on", "Nothing to do."),
        ("waiting", "on", "Nothing to do: it goes out by itself."),
        ("waiting", "held", "Mend the connection. This goes out by itself afterwards."),
        (
            "waiting",
            "paused",
            "Resume the connection when you are ready. This goes out by itself then.",
        ),
    ],
)
def test_the_advice_says_what_to_do(app, state, of_connection, advice):
    connection = ConnectionFactory()
    with transaction():
        let_be(connection, of_connection)
    row = DeliveryFactory(connection=connection, state=state)
    assert str(told(row).advice) == advice


def test_a_value_that_was_left_out_is_told(app, sandbox):
    connection = ConnectionFactory(
        hub=hub_at(sandbox), kind="braze", endpoint=sandbox.url, mapping={"rows": []}
    )
    values = {"attribute.gender": "blue", "custom.note": "12/1/2021", "attribute.country": "Suomi"}
    row = DeliveryFactory(connection=connection, record={"values": values})
    story = told(row)
    said = {line[2]: line[3] for line in plain(story.mapped)}
    assert said["Suomi"] == "Sent"
    assert said["blue"].startswith("Left out: Braze takes female, male, other")
    assert said["12/1/2021"].startswith("Left out: Braze would read this text as a date")
    assert story.line.left_out == 2


def test_whoever_asks_is_told_to_mend_what_was_left_out_of_a_delivered_one(app):
    row = DeliveryFactory(record={"values": {"attribute.gender": "blue"}}, state=State.DELIVERED)
    assert str(told(row).advice).startswith("Some values were left out: see why beside each")


def test_what_was_sent_is_told_from_what_was_there_already(on_sqlite, sandbox):
    connection = submitted(on_sqlite, "ana@example.com")
    drain_all(connection)
    first = only_delivery()
    assert {each.look for each in told(first).mapped} == {"sent"}
    submit_entries(on_sqlite, "ana@example.com")
    drain_all(connection)
    row = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert "Not sent: unchanged there" in {str(each.became) for each in told(row).mapped}


def test_the_sources_of_a_play_are_named_as_its_version_has_them(app, sandbox):
    hub = hub_at(sandbox)
    play = PlayFactory(version_id=hub.live_version_id)
    rows = [MappingRow("field.email", "attribute.email").__dict__]
    connection = ConnectionFactory(hub=hub, mapping={"rows": rows})
    record = {"values": {"attribute.email": "ana@example.com"}}
    row = DeliveryFactory(connection=connection, record=record, play_id=play.id)
    assert [line[0] for line in plain(told(row).mapped)] == ["Email"]


def test_a_choice_that_is_sent_as_another_word_says_both(hub, sandbox):
    row = MappingRow("field.favourite", "event.drink", sent_as={"Iced tea": "tea"})
    name = MappingRow("field.first_name", "custom.nick", letters="capital")
    mapping = FieldMapping("email", "field.email", "played", (row, name))
    connection = connect(hub, hub.endpoint, mapping=mapping.to_json())
    submit_entries(hub, "ana@example.com", favourite=["Iced tea"])
    drain_all(connection)
    story = told(only_delivery())
    said = [(str(each.said), str(each.value), str(each.sent)) for each in story.mapped]
    assert sorted(said) == [("Ana", "ANA", "ANA"), ("Iced tea", "tea", "tea")]
    assert '"drink": "tea"' in story.tries[0].sent
    assert '"nick": "ANA"' in story.tries[0].sent
