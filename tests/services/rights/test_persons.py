"""Who is one person: by the address, whichever browser it was typed in."""

from __future__ import annotations

import pytest

from hubapp.extensions import db
from hubapp.models import Workspace
from hubapp.services.rights.persons import person_of, speakers_for, unnamed_speakers, with_address
from tests.support.factories import (
    ContactFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
    VersionFactory,
    WorkspaceFactory,
)

ANA = {"email": "ana@example.com"}


@pytest.fixture
def here(both) -> int:
    return WorkspaceFactory().id


def contact(here: int, **told: object) -> int:
    return ContactFactory(workspace_id=here, **told).id


def test_an_address_is_one_person_of_a_workspace(here):
    ana = contact(here, **ANA)
    contact(here, email="ben@example.com")
    contact(WorkspaceFactory().id, **ANA)
    found = person_of(here, [ana])
    assert (found.contacts, found.emails) == ({ana}, {"ana@example.com"})
    assert person_of(here, [], " Ana@Example.com ").contacts == {ana}
    elsewhere = ContactFactory(email="ben@example.com").id
    assert person_of(here, [elsewhere]).contacts == set()


def test_whoever_said_to_be_them_in_any_browser_is_theirs(here):
    ana, ben = contact(here, **ANA), contact(here, email="ben@example.com")
    speakers = [SpeakerFactory(contact_id=who).id for who in (ana, ana, ben, None)]
    found = db.session.scalars(speakers_for(person_of(here, [ana]))).all()
    assert sorted(found) == speakers[:2]


@pytest.mark.parametrize(
    ("claims", "named", "found"),
    [
        ({"email": "Ana@example.com"}, False, True),
        (ANA, True, False),
        ({"email": "ben@example.com"}, False, False),
        ({}, False, False),
    ],
)
def test_who_said_the_address_and_hangs_on_nobody_is_theirs(here, claims, named, found):
    other = contact(here, email="ben@example.com") if named else None
    speaker = SpeakerFactory(claims=claims, contact_id=other).id
    submission = SubmissionFactory(play=PlayFactory(speaker_id=speaker, contact_id=other))
    person = person_of(here, [], ANA["email"])
    assert unnamed_speakers(person, [submission.id]) == ([speaker] if found else [])


def test_a_phone_tells_only_who_has_no_address(here):
    ben = contact(here, phone="+61412345678")
    same, ana = contact(here, phone="+61412345678"), contact(here, phone="+61412345678", **ANA)
    assert person_of(here, [ben]).contacts == {ben, same}
    assert person_of(here, [ana]).contacts == {ana}


def test_somebody_who_said_nothing_is_alone(here):
    nobody = contact(here)
    contact(here)
    assert person_of(here, [nobody]).contacts == {nobody}


def test_they_are_known_again_by_marks_that_tell_nothing(here):
    marks = person_of(here, [contact(here, **ANA)]).marks()
    assert len(marks) == 2
    assert "ana" not in str(marks)
    assert set(marks) & set(person_of(here, [], ANA["email"]).marks())
    elsewhere = WorkspaceFactory().id
    assert not set(marks) & set(person_of(elsewhere, [], ANA["email"]).marks())


def test_submissions_that_name_the_address_are_found_piece_by_piece(here):
    other = contact(here, email="ben@example.com")
    version = VersionFactory(hub_id=HubFactory(workspace=db.session.get(Workspace, here)).id)
    told = [{"email": "Ana@example.com"}, {"name": "xana@example.com"}, {"mail": ANA["email"]}]
    made = [
        SubmissionFactory(
            play=PlayFactory(contact_id=other, version_id=version.id), values=values
        ).id
        for values in told
    ]
    SubmissionFactory(values=ANA)  # in another workspace
    found, cursor = [], 0
    while (step := with_address(person_of(here, [], ANA["email"]), cursor, 2))[1]:
        found, cursor = found + step[0], step[1]
    assert found == [made[0], made[2]]
    assert with_address(person_of(here, [other], ""), 0, 2) == ([], made[1])
    assert with_address(person_of(here, [contact(here)]), 0, 2) == ([], 0)
