"""Somebody is erased: nothing of them is left anywhere, and everything that is counted stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from hubapp.core.destination import Action, Verdict
from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    Consent,
    Contact,
    ContactValue,
    Delivery,
    Erasure,
    Exchange,
    Hub,
    OutboxRow,
    Play,
    Run,
    Speaker,
    Submission,
    Tally,
    Told,
)
from hubapp.models.columns import now
from hubapp.services import delivery, people, visiting
from hubapp.services.delivery import lanes
from hubapp.services.integrations import explain, runs
from hubapp.services.rights import afterwards, erasing, telling
from tests.services.delivery.in_hand import Hand
from tests.services.rights.planted import (
    EMAIL,
    MARK,
    connection_of,
    counts,
    hub_with_everything,
    in_dump,
    in_files,
    plant,
    rows_with,
    take_part,
)
from tests.support.deliveries import all_in_lane_0, drain_all, states


@pytest.fixture
def hub(on_both_disks, sandbox) -> Hub:
    return hub_with_everything(sandbox)


def finish(hub: Hub) -> Erasure:
    """What a worker does next."""
    drain_all(connection_of(hub))
    afterwards.advance()
    db.session.expire_all()
    return db.session.scalars(select(Erasure).order_by(Erasure.id.desc())).first()


def test_nothing_is_left_in_any_table_file_or_log(hub):
    contact = plant(hub)
    everywhere = {"contact_value.value", "contact_word.word", "submission.values"}
    everywhere |= {"speaker.claims", "told.values", "play.answers", "exchange.content"}
    assert everywhere <= set(rows_with())
    with capture_logs() as logged:
        erasing.erase(hub.workspace_id, contact.id)
        # All but the last word, which names whom it is about until it has arrived.
        assert {each.partition(".")[0] for each in rows_with()} == {"delivery"}
        assert finish(hub).state == "done"
    assert rows_with() == []
    assert MARK not in str(logged)
    if db.engine.dialect.name == "postgresql":
        assert in_dump() == []
    else:
        db.session.remove()
        assert in_files(Path(db.engine.url.database)) == []


def test_what_is_counted_stays(hub):
    contact = plant(hub)
    before, tallies = counts(), db.session.scalars(select(func.sum(Tally.count))).all()
    reasons = db.session.scalar(select(func.count()).where(Delivery.reason != ""))
    erasing.erase(hub.workspace_id, contact.id)
    finish(hub)
    assert counts() == before
    assert db.session.scalars(select(func.sum(Tally.count))).all() == tallies
    # What still waited has ended without being sent, and is no error of anybody's mapping.
    ended = db.session.scalars(select(Delivery.reason).where(Delivery.reason != "")).all()
    assert (len(ended) - reasons, set(ended)) == (1, {"The person was erased"})
    assert states(connection_of(hub)) == {"delivered", "rejected"}
    assert db.session.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_at_the_destination_what_was_written_is_null_and_the_subscription_stays(hub, sandbox):
    contact = plant(hub)
    profile = sandbox.profile(f"email:{EMAIL}")
    assert profile["first_name"].startswith(MARK)
    erasing.erase(hub.workspace_id, contact.id)
    finish(hub)
    after = sandbox.profile(f"email:{EMAIL}")
    assert (after["first_name"], after["dob"]) == (None, None)
    assert after["custom_attributes"] == {}
    assert after["email_subscribe"] == "opted_in"
    assert sandbox.profile("email:other@example.com")["first_name"] == "Other"


def test_the_whole_profile_goes_when_that_is_asked_for(hub, sandbox):
    contact = plant(hub)
    (at,) = telling.at_destinations(hub.workspace_id, contact.id)
    assert (at.destination, at.may_delete) == ("Braze", True)
    assert EMAIL in str(at.profile)
    erasing.erase(hub.workspace_id, contact.id, whole_profile=True)
    assert rows_with() == []
    assert finish(hub).state == "done"
    assert sandbox.profile(f"email:{EMAIL}") is None
    assert sandbox.profile("email:other@example.com") is not None


def test_others_lose_nothing(hub):
    contact = plant(hub)
    mine = db.session.scalars(select(Contact).where(Contact.email == "other@example.com")).one()
    speaker = db.session.scalars(select(Speaker).where(Speaker.contact_id == mine.id)).one()
    erasing.erase(hub.workspace_id, contact.id)
    finish(hub)
    db.session.refresh(speaker)
    assert (speaker.claims, speaker.ended_at) == ({"email": "other@example.com"}, None)
    assert people.told(speaker.id, hub.id)["first_name"] == "Other"
    submission = db.session.scalars(
        select(Submission).where(Submission.contact_id == mine.id)
    ).one()
    assert submission.values["email"] == "other@example.com"
    assert db.session.scalars(select(Consent.contact_id)).all() == [mine.id]
    sent = db.session.scalars(
        select(Delivery.id).where(Delivery.submission_id == submission.id)
    ).one()
    story = explain.story(connection_of(hub), sent)
    assert "other@example.com" in story.tries[-1].sent


def test_of_a_request_that_went_wrong_nothing_is_kept(hub, sandbox):
    """The answer may say what it refuses, and one that was halved is named by no delivery."""
    sandbox.fault(status=413, count=1)
    sandbox.fault(status=400, body={"message": f"bad {MARK}"}, count=1)
    take_part(hub)
    take_part(hub, "other@example.com", "Other", nonce="n2")
    all_in_lane_0()
    drain_all(connection_of(hub))
    assert "exchange.content" in rows_with()
    contact = db.session.scalars(select(Contact).where(Contact.email == EMAIL)).one()
    erasing.erase(hub.workspace_id, contact.id)
    finish(hub)
    assert rows_with() == []


def test_what_a_worker_has_in_hand_is_forgotten_when_it_lets_go(hub, sandbox):
    take_part(hub)
    all_in_lane_0()
    hand = Hand(connection_of(hub))
    contact = db.session.scalars(select(Contact)).one()
    erasing.erase(hub.workspace_id, contact.id)
    all_in_lane_0()
    sent = hand.sent(Verdict(Action.DELIVERED))
    afterwards.advance()
    assert db.session.scalars(select(Erasure.state)).all() == ["sent"]
    hand.settle(sent)
    assert "exchange.content" in rows_with()
    with transaction():
        lanes.leave(hand.run.lease, hand.run.tally)
    assert finish(hub).state == "done"
    assert rows_with() == []


def test_a_stranger_is_not_found(hub):
    id_ = plant(hub).id
    with pytest.raises(NotFoundHere):
        erasing.erase(hub.workspace_id + 1, id_)
    erasing.erase(hub.workspace_id, id_)
    with pytest.raises(NotFoundHere):
        erasing.erase(hub.workspace_id, id_)


def test_the_browser_is_somebody_new_afterwards(hub):
    token = take_part(hub)
    contact = db.session.scalars(select(Contact)).one()
    erasing.erase(hub.workspace_id, contact.id)
    gone = db.session.scalars(select(Speaker)).one()
    assert (gone.claims, gone.contact_id, gone.standing) == ({}, None, "gone")
    assert people.recognised(hub.workspace_id, token) is None
    assert db.session.scalars(select(Told)).all() == []
    # The page that was left open begins anew, and finds nothing of before.
    take_part(hub, "ben@example.com", "Ben", token=token, nonce="n1")
    now_here = people.recognised(hub.workspace_id, token)
    assert (now_here.id == gone.id, now_here.claims) == (False, {"email": "ben@example.com"})
    assert sorted(len(each) for each in db.session.scalars(select(Submission.values)))[0] == 0


def test_what_was_not_at_its_end_tells_nothing_later(hub):
    take_part(hub)
    contact = db.session.scalars(select(Contact)).one()
    with transaction() as session:
        play = session.scalars(select(Play)).one()
        play.finished_at, play.created_at = None, now() - timedelta(hours=2)
    erasing.erase(hub.workspace_id, contact.id)
    before = counts()
    visiting.end_left()
    assert counts() == before
    db.session.refresh(play)
    assert (play.speaker_id, play.contact_id) == (None, None)
    assert play.left_at is not None


def test_a_run_that_is_about_them_stops(hub):
    contact = plant(hub)
    erasing.erase(hub.workspace_id, contact.id)
    run = db.session.scalars(select(Run)).one()
    assert (run.state, run.wanted) == ("stopped", {"person": "erased"})
    runs.advance_runs()


def test_an_address_on_somebody_elses_contact_is_erased_with_what_it_told(hub):
    """In an earlier release a contact could become another person."""
    take_part(hub)
    with transaction() as session:
        contact = session.scalars(select(Contact)).one()
        contact.email = "ben@example.com"
        speaker = session.scalars(select(Speaker)).one()
        # What their browser says of before hangs on nobody.
        speaker.contact_id = None
        play = session.scalars(select(Play)).one()
        session.add(
            Play(
                token="unnamed",
                hub_id=play.hub_id,
                version_id=play.version_id,
                card_id="quiz",
                speaker_id=speaker.id,
                answers=["zqmark"],
            )
        )
        session.add(ContactValue(contact_id=contact.id, key="city", value="Perth"))
    erasing.erase_address(hub.workspace_id, EMAIL)
    finish(hub)
    assert rows_with() == []
    db.session.refresh(contact)
    known = select(ContactValue.value).where(ContactValue.contact_id == contact.id)
    assert (contact.email, db.session.scalars(known).all()) == ("ben@example.com", ["Perth"])
    db.session.refresh(speaker)
    assert (speaker.claims, speaker.standing) == ({}, "gone")


def test_a_large_one_goes_in_chunks_and_the_sweep_goes_on(hub, monkeypatch):
    for at in range(5):
        take_part(hub, nonce=f"n{at}")
    monkeypatch.setattr(erasing, "CHUNK", 2)
    monkeypatch.setattr(erasing, "SECONDS", -1)
    contact = db.session.scalars(select(Contact).order_by(Contact.id)).first()
    erasure = erasing.erase(hub.workspace_id, contact.id)
    assert erasure.state == "running"
    assert "submission.values" in rows_with()
    monkeypatch.setattr(afterwards, "AT_REST", afterwards.AT_REST * 0)
    monkeypatch.setattr(erasing, "SECONDS", 60)
    afterwards.advance()
    db.session.refresh(erasure)
    assert erasure.state == "done"
    assert rows_with() == []


def test_what_the_destination_refuses_is_shown_and_forgotten_all_the_same(hub, sandbox):
    contact = plant(hub)
    erasing.erase(hub.workspace_id, contact.id)
    sandbox.fault(status=400, body={"message": f"bad {MARK}"}, count=3)
    (step,) = finish(hub).steps
    assert step.state == "refused"
    assert "by hand" in str(step.words)
    assert rows_with() == []


def test_while_the_connection_is_paused_the_last_word_waits(hub):
    contact = plant(hub)
    with transaction():
        connection_of(hub).state = "paused"
    erasing.erase(hub.workspace_id, contact.id)
    assert finish(hub).state == "sent"
    with transaction():
        connection_of(hub).state = "on"
    delivery.move_all()
    assert finish(hub).state == "done"
    assert rows_with() == []
    assert db.session.scalars(select(Exchange.people)).all()
