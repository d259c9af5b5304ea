"""One delivery goes out again, with the mapping of then or of now."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.mapping import FieldMapping, MappingRow, Unmappable
from hubapp.core.retrying import State
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Connection,
    Delivery,
    HubVersion,
    OutboxRow,
    Play,
    Submission,
    Told,
)
from hubapp.models.account import SANDBOX
from hubapp.models.activity import TEST
from hubapp.services import people
from hubapp.services.integrations import replay
from hubapp.services.visiting import answer
from tests.services.integrations.refusals import REFUSAL, only_delivery, rejected
from tests.services.visiting.visits import ANA, visit_to
from tests.support.application import connect, make_hub, submit_entries
from tests.support.deliveries import drain_all, hub_at, states
from tests.support.factories import ActivityFactory, ConnectionFactory, PlayFactory


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


@pytest.fixture
def on_sqlite(app, sandbox):
    return hub_at(sandbox)


def map_to(connection: Connection, *rows: MappingRow, identity: str = "field.email") -> None:
    with transaction():
        connection.mapping = FieldMapping("email", identity, "", rows).to_json()


def forget_what_was_sent() -> None:
    with transaction() as session:
        session.execute(update(Delivery).values(record=None))


def refusal(row: Delivery, mapping: str) -> str:
    with pytest.raises(Refused) as refused:
        replay.replay_one(row.connection, row.id, mapping)
    assert db.session.scalars(select(OutboxRow)).all() == []
    return str(refused.value)


def test_with_the_mended_mapping_it_is_delivered(hub, sandbox):
    row = rejected(hub, sandbox)
    map_to(row.connection, MappingRow("field.first_name", "custom.nickname"))
    replay.replay_one(row.connection, row.id, replay.NOW)
    drain_all(row.connection)
    assert states(row.connection) == {State.DELIVERED}
    profile = sandbox.profile("email:ana@example.com")
    assert profile["custom_attributes"] == {"nickname": "Ana"}
    assert "first_name" not in profile


def test_as_it_was_it_keeps_the_mapping_of_then(hub, sandbox):
    row = rejected(hub, sandbox)
    map_to(row.connection)
    replay.replay_one(row.connection, row.id, replay.THEN)
    drain_all(row.connection)
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"


def test_it_waits_again_as_if_it_had_never_been_tried(hub, sandbox, monkeypatch):
    row = rejected(hub, sandbox)
    woken = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: woken.append(lane))
    with transaction():
        row.outcome_unknown = True
    replay.replay_one(row.connection, row.id, replay.NOW)
    assert (row.state, row.attempts, row.reason, row.done_at) == ("waiting", 0, "", None)
    assert (row.whole, row.outcome_unknown, str(row.words)) == (True, False, "")
    # What happened before stays in its story.
    assert [each["verdict"] for each in row.history] == ["rejected", "replay"]
    waiting = db.session.scalars(select(OutboxRow)).one()
    assert woken == [(waiting.account_id, waiting.lane)]


def test_something_older_does_not_undo_something_newer(hub, sandbox):
    row = rejected(hub, sandbox)
    submit_entries(hub, "ana@example.com", name="Bea")
    drain_all(row.connection)
    replay.replay_one(row.connection, row.id, replay.THEN)
    drain_all(row.connection)
    assert states(row.connection) == {State.DELIVERED}
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Bea"


def test_what_is_on_its_way_is_not_replayed(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com")
    row = only_delivery()
    with pytest.raises(Refused) as refused:
        replay.replay_one(connection, row.id, replay.THEN)
    assert str(refused.value) == "This delivery is still on its way. Nothing to replay."


def test_a_second_click_finds_it_on_its_way(hub, sandbox):
    row = rejected(hub, sandbox)
    replay.replay_one(row.connection, row.id, replay.NOW)
    with pytest.raises(Refused, match="still on its way"):
        replay.replay_one(row.connection, row.id, replay.NOW)
    assert db.session.query(OutboxRow).count() == 1


def test_nobody_replays_what_is_not_theirs(hub, sandbox):
    row = rejected(hub, sandbox)
    for connection, id_ in ((row.connection, row.id + 999), (ConnectionFactory(), row.id)):
        with pytest.raises(NotFoundHere):
            replay.replay_one(connection, id_, replay.THEN)


def test_what_was_sent_then_may_be_forgotten_meanwhile(hub, sandbox):
    row = rejected(hub, sandbox)
    forget_what_was_sent()
    assert refusal(row, replay.THEN) == (
        "What was sent then is no longer kept. Replay it with today's mapping."
    )
    replay.replay_one(row.connection, row.id, replay.NOW)
    drain_all(row.connection)
    assert states(row.connection) == {State.DELIVERED}


def test_what_was_erased_cannot_be_mapped_anew(hub, sandbox):
    row = rejected(hub, sandbox)
    with transaction() as session:
        session.delete(session.get(Play, row.play_id))
    db.session.expire_all()
    assert row.submission_id is None
    assert refusal(row, replay.NOW) == (
        "The submission behind it was erased, so it cannot be mapped anew."
    )
    replay.replay_one(row.connection, row.id, replay.THEN)


def test_todays_mapping_may_not_know_whose_it_is(on_sqlite, sandbox):
    row = rejected(on_sqlite, sandbox)
    map_to(row.connection, identity="field.phone")
    assert "the destination cannot know whose it is" in refusal(row, replay.NOW)
    assert row.state == State.REJECTED


def test_a_card_that_is_gone_leaves_the_fields_of_its_form(on_sqlite, sandbox):
    row = rejected(on_sqlite, sandbox)
    with transaction() as session:
        version = session.get(HubVersion, session.get(Submission, row.submission_id).version_id)
        version.snapshot = {**version.snapshot, "pages": []}
    replay.snapshot_of_version.cache_clear()
    record = replay.record_today(row.connection, row)
    assert record.values == {"attribute.first_name": "Ana"}


@pytest.fixture
def vote(both, sandbox) -> Delivery:
    """Sent without a form of its own: what Ana told before says whose it is. It was rejected."""
    hub = make_hub(sandbox.url)
    visit = visit_to(hub, "poll")
    with transaction() as session:
        here = people.speaker_for(hub.workspace_id, "anas")
        here.speaker.claims = {"email": ANA}
        session.add(Told(speaker_id=here.speaker.id, hub_id=hub.id, values={"email": ANA}))
    answer(visit_to(hub, "poll", visitor_token="anas", nonce=visit.nonce), 0, ["p0"])
    sandbox.fault(**REFUSAL)
    row = only_delivery()
    drain_all(row.connection)
    return row


def test_a_play_without_a_form_is_replayed_too(vote, sandbox):
    assert (vote.submission_id, vote.state) == (None, State.REJECTED)
    replay.replay_one(vote.connection, vote.id, replay.NOW)
    drain_all(vote.connection)
    profile = sandbox.profile(f"alias:email/{ANA}")
    assert profile["custom_attributes"]["summer_spot"] == "At the beach"


def test_a_play_that_was_erased_cannot_be_mapped_anew(vote):
    with transaction() as session:
        session.delete(session.get(Play, vote.play_id))
    db.session.expire_all()
    assert replay.record_today(vote.connection, vote) is None


def test_a_play_whose_visitor_took_their_name_back_cannot_be_mapped(app, sandbox):
    hub = hub_at(sandbox)
    play = PlayFactory(version_id=hub.live_version_id)
    row = Delivery(play_id=play.id, activity_id=ActivityFactory(play=play).id)
    found = replay.record_today(connect(hub, sandbox.url), row)
    assert isinstance(found, Unmappable)


def test_a_test_is_not_replayed_to_what_is_no_sandbox_any_more(on_sqlite, sandbox):
    row = rejected(on_sqlite, sandbox)
    with transaction() as session:
        session.execute(update(Activity).values(origin=TEST))
    assert "no sandbox any more" in refusal(row, replay.NOW)
    with transaction():
        row.connection.account.tag = SANDBOX
    replay.replay_one(row.connection, row.id, replay.NOW)
