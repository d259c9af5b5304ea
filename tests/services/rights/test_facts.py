"""What was told is emptied, and the rows stay."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Play, Submission
from hubapp.services.rights import facts
from tests.support.factories import ContactFactory, PlayFactory, SubmissionFactory


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


def workspace_of(submission: Submission) -> int:
    return db.session.get_one(Contact, submission.contact_id).workspace_id


def test_a_submission_and_its_play_are_emptied_and_hang_on_nobody(submission):
    here, contact, public_id = (
        workspace_of(submission),
        submission.contact_id,
        submission.public_id,
    )
    play = db.session.get_one(Play, submission.play_id)
    token = play.token
    facts.empty_submissions(here, [submission.id], [contact])
    db.session.expire_all()
    assert (submission.values, play.answers, play.outcome, play.captured) == ({}, [], None, {})
    assert submission.contact_id == play.contact_id != contact
    assert (play.token, submission.public_id) != (token, public_id)
    assert db.session.scalars(select(Consent)).all() == []
    assert facts.delete_contacts([contact])
    assert db.session.get(Contact, contact) is None


def test_all_of_a_workspace_hang_on_the_same_nobody(submission):
    here = workspace_of(submission)
    other = PlayFactory(contact_id=ContactFactory(workspace_id=here).id)
    facts.empty_plays(here, [submission.play_id, other.id])
    db.session.expire_all()
    assert other.contact_id == db.session.get_one(Play, submission.play_id).contact_id
    facts.empty_plays(here, [])


def test_a_play_of_somebody_else_keeps_what_they_answered(submission):
    """A form can be sent at the address of a play that was shared."""
    here = workspace_of(submission)
    stranger = ContactFactory(workspace_id=here).id
    with transaction():
        submission.contact_id = stranger
    facts.empty_submissions(here, [submission.id], [stranger])
    db.session.expire_all()
    assert db.session.get_one(Play, submission.play_id).answers == ["a"]


def test_a_contact_that_became_somebody_else_forgets_what_the_submission_told(submission):
    contact = db.session.get_one(Contact, submission.contact_id)
    with transaction():
        contact.properties = {"first_name": "Ana", "email": "ben@b.cd", "city": "Perth"}
    facts.empty_submissions(workspace_of(submission), [submission.id], [])
    db.session.refresh(contact)
    assert contact.properties == {"email": "ben@b.cd", "city": "Perth"}


def test_a_contact_that_told_something_meanwhile_stays(submission):
    assert not facts.delete_contacts([submission.contact_id])
    assert db.session.get(Contact, submission.contact_id) is not None
