"""What was told is emptied, and the rows stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, ContactValue, Play, Submission, Told
from hubapp.models.columns import now
from hubapp.services.rights import facts
from tests.support.factories import (
    ContactFactory,
    ContactValueFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
)


@pytest.fixture
def submission(both) -> Submission:
    play = PlayFactory(answers=["a"], outcome={"values": {}, "screen": {}}, captured={"u": "1"})
    made = SubmissionFactory(play=play, values={"first_name": "Ana", "email": "a@b.cd"})
    with transaction() as session:
        session.add(
            Consent(
                contact_id=made.contact_id,
                submission_id=made.id,
                version_id=made.version_id,
                field_key="news",
                wording="News",
                given=True,
            )
        )
    return made


def test_a_submission_and_its_play_are_emptied_and_hang_on_nobody(submission):
    contact, public_id = submission.contact_id, submission.public_id
    play = db.session.get_one(Play, submission.play_id)
    token = play.token
    facts.empty_submissions([submission.id], [contact])
    db.session.expire_all()
    assert (submission.values, play.answers, play.outcome, play.captured) == ({}, [], None, {})
    assert (submission.contact_id, play.contact_id, play.speaker_id) == (None, None, None)
    assert (play.token, submission.public_id) != (token, public_id)
    assert db.session.scalars(select(Consent)).all() == []
    assert facts.delete_contacts([contact])
    assert db.session.get(Contact, contact) is None


def test_only_an_unfinished_play_is_taken_for_left(submission):
    play = db.session.get_one(Play, submission.play_id)
    other = PlayFactory(contact_id=None, finished_at=now())
    facts.empty_plays([play.id, other.id])
    db.session.expire_all()
    assert (play.left_at is None, other.left_at) == (False, None)
    facts.empty_plays([])


def test_a_play_of_somebody_else_keeps_what_they_answered(submission):
    """In an earlier release a form could be sent at the address of a play that was shared."""
    stranger = ContactFactory().id
    with transaction():
        submission.contact_id = stranger
    facts.empty_submissions([submission.id], [stranger])
    db.session.expire_all()
    assert db.session.get_one(Play, submission.play_id).answers == ["a"]


def test_a_contact_that_became_somebody_else_forgets_what_the_submission_told(submission):
    kept = {"first_name": "Ana", "email": "ben@b.cd", "city": "Perth"}
    for key, value in kept.items():
        ContactValueFactory(contact_id=submission.contact_id, key=key, value=value)
    facts.empty_submissions([submission.id], [])
    left = db.session.scalars(select(ContactValue.key).order_by(ContactValue.id)).all()
    assert left == ["email", "city"]


def test_whoever_told_it_and_is_somebody_else_has_not_told_it_any_more(submission):
    """An erased person's address may stand in the form of somebody who lives on."""
    speaker = db.session.get_one(Play, submission.play_id).speaker_id
    where = {"speaker_id": speaker, "hub_id": submission.hub_id}
    newer = {**submission.values, "first_name": "Annie", "city": "Perth"}
    with transaction() as session:
        session.add(Told(values=newer, **where))
    for key, value in newer.items():
        ContactValueFactory(contact_id=submission.contact_id, key=key, value=value, **where)
    facts.empty_submissions([submission.id], [])
    db.session.expire_all()
    left = db.session.scalars(select(ContactValue.key).order_by(ContactValue.id)).all()
    assert left == ["first_name", "city"]
    assert db.session.scalars(select(Told.values)).one() == {"first_name": "Annie", "city": "Perth"}


def test_a_speaker_is_forgotten_with_what_it_told_and_ended_once(both):
    ended = now() - timedelta(days=1)
    open_one = SpeakerFactory(claims={"email": "a@b.cd"}, contact_id=ContactFactory().id)
    before = SpeakerFactory(ended_at=ended)
    hub = HubFactory().id
    with transaction() as session:
        session.add(Told(speaker_id=open_one.id, hub_id=hub, values={"x": 1}))
    with transaction():
        facts.forget_speakers([open_one.id, before.id])
        facts.forget_speakers([])
    db.session.expire_all()
    assert (open_one.claims, open_one.contact_id, open_one.standing) == ({}, None, "gone")
    assert open_one.ended_at is not None
    assert before.ended_at == ended
    assert db.session.scalars(select(Told)).all() == []


@pytest.mark.parametrize("what", ["submission", "speaker"])
def test_a_contact_that_told_something_meanwhile_stays(submission, what):
    contact = submission.contact_id
    if what == "speaker":
        contact = ContactFactory().id
        SpeakerFactory(contact_id=contact)
    assert not facts.delete_contacts([contact])
    assert db.session.get(Contact, contact) is not None
