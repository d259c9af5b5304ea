"""Erase one person of a workspace, whichever browsers and contacts they came by. In transactions of
bounded size, beside visitors and workers; what is left when a process dies, the sweep takes up."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Select, select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import after_commit, end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Activity, Contact, Erasure, Play, Speaker, Submission
from hubapp.models.columns import now
from hubapp.services import audit, delivery
from hubapp.services.rights import facts, kept, sent
from hubapp.services.rights.persons import (
    Person,
    person_of,
    speakers_for,
    unnamed_speakers,
    with_address,
)

CHUNK = 500
"""Submissions, or plays, that are emptied in one transaction."""
LOOKED_AT = 20_000
"""Submissions of the workspace that are looked through at once for the same address."""
SECONDS = 5.0
"""That somebody waits for; the sweep goes on after it."""


def erase(
    workspace_id: int, contact_id: int, *, whole_profile: bool = False, user_id: int | None = None
) -> Erasure:
    """Erase whoever this contact is. Raises NotFoundHere."""
    query = select(Contact.id).where(
        Contact.id == contact_id,
        Contact.workspace_id == workspace_id,
    )
    if db.session.scalar(query) is None:
        raise NotFoundHere
    return _begin(person_of(workspace_id, [contact_id]), whole_profile, user_id)


def erase_address(workspace_id: int, email: str, *, whole_profile: bool = False) -> Erasure:
    """Erase whoever has this address in a workspace. It is looked for everywhere, so it takes as
    long as it takes."""
    return _begin(person_of(workspace_id, [], email), whole_profile, None, patient=True)


def _begin(
    person: Person, whole_profile: bool, user_id: int | None, patient: bool = False
) -> Erasure:
    with transaction() as session:
        erasure = Erasure(
            workspace_id=person.workspace_id,
            user_id=user_id,
            state="running",
            contacts=sorted(person.contacts),
            marks=person.marks(),
            whole_profile=whole_profile,
            created_at=now(),
        )
        session.add(erasure)
        session.flush()
        audit.note(erasure.workspace_id, audit.Act.ERASED, str(erasure.id))
        told = (erasure.workspace_id, erasure.created_at, erasure.marks)
        after_commit(lambda: kept.keep(*told))
        id_ = erasure.id
    go_on(id_, person, None if patient else SECONDS)
    return db.session.get_one(Erasure, id_)


def go_on(erasure_id: int, person: Person | None = None, seconds: float | None = SECONDS) -> bool:
    """Take a running erasure further, for so long; None: to its end. True: nothing of the person is
    here any more. person: None looks for them by what is left of them."""
    until = None if seconds is None else time.monotonic() + seconds
    while not _round(erasure_id, person):
        if until is not None and time.monotonic() > until:
            return False
    return True


def _round(erasure_id: int, known: Person | None) -> bool:
    """Some of everything that there is. True: there was nothing, so it is over."""
    erasure = db.session.get_one(Erasure, erasure_id)
    person = person_of(erasure.workspace_id, erasure.contacts)
    if known is not None:
        person.contacts |= known.contacts
        person.emails |= known.emails
    cursor = erasure.cursor
    end_reading()
    sent.forget(erasure_id, sent.of_one(person))
    if any(each(erasure_id, person) for each in (_submissions, _plays, _activities)):
        return False
    # Last, for it is by them that plays without a name are found.
    if _speakers(person):
        return False
    strays, last = with_address(person, cursor, LOOKED_AT)
    for at in range(0, len(strays), CHUNK):
        _empty_strays(erasure_id, person, strays[at : at + CHUNK])
    if last:
        _note(erasure_id, last)
        return False
    return _end(erasure_id, person)


def _submissions(erasure_id: int, person: Person) -> bool:
    of_contact = select(Submission.id).where(Submission.contact_id.in_(person.contacts))
    of_speaker = (
        select(Submission.id)
        .join(Play, Play.id == Submission.play_id)
        .where(Play.speaker_id.in_(speakers_for(person)))
    )
    return any(_empty_some(erasure_id, person, each) for each in (of_contact, of_speaker))


def _empty_some(erasure_id: int, person: Person, query: Select[int]) -> bool:
    ids = db.session.scalars(query.order_by(Submission.id).limit(CHUNK)).all()
    _empty_submissions(erasure_id, person, ids)
    return bool(ids)


def _empty_submissions(erasure_id: int, person: Person, ids: Sequence[int]) -> None:
    """First what was sent of them: while it is here, it is found by them."""
    if not ids:
        return
    plays = db.session.scalars(select(Submission.play_id).where(Submission.id.in_(ids))).all()
    found = [*delivery.of_submissions(ids), *delivery.of_plays(plays)]
    end_reading()
    sent.forget(erasure_id, found)
    facts.empty_submissions(ids, person.contacts)


def _empty_strays(erasure_id: int, person: Person, ids: Sequence[int]) -> None:
    """With all that was said and played by whoever said the address and hangs on nobody."""
    speakers = unnamed_speakers(person, ids)
    theirs = Play.speaker_id.in_(speakers)
    more = select(Submission.id).join(Play, Play.id == Submission.play_id).where(theirs)
    _empty_submissions(erasure_id, person, sorted({*ids, *db.session.scalars(more)}))
    _empty_plays(erasure_id, db.session.scalars(select(Play.id).where(theirs)).all())
    with transaction():
        facts.forget_speakers(speakers)


def _plays(erasure_id: int, person: Person) -> bool:
    ids: set[int] = set()
    for whose in (
        Play.contact_id.in_(person.contacts),
        Play.speaker_id.in_(speakers_for(person)),
    ):
        query = select(Play.id).where(whose).order_by(Play.id).limit(CHUNK)
        ids |= set(db.session.scalars(query))
    _empty_plays(erasure_id, sorted(ids))
    return bool(ids)


def _activities(erasure_id: int, person: Person) -> bool:
    """In plays that somebody else went on with."""
    ids: set[int] = set()
    for whose in (
        Activity.contact_id.in_(person.contacts),
        Activity.speaker_id.in_(speakers_for(person)),
    ):
        query = select(Activity.id).where(whose).order_by(Activity.id).limit(CHUNK)
        ids |= set(db.session.scalars(query))
    found = list(delivery.of_activities(sorted(ids)))
    end_reading()
    if ids:
        sent.forget(erasure_id, found)
        facts.empty_activities(sorted(ids))
    return bool(ids)


def _empty_plays(erasure_id: int, ids: Sequence[int]) -> None:
    if not ids:
        return
    found = list(delivery.of_plays(ids))
    end_reading()
    sent.forget(erasure_id, found)
    facts.empty_plays(ids)


def _speakers(person: Person) -> bool:
    with transaction() as session:
        query = speakers_for(person).order_by(Speaker.id).limit(CHUNK)
        ids = session.scalars(query.with_for_update()).all()
        facts.forget_speakers(ids)
    return bool(ids)


def _note(erasure_id: int, cursor: int) -> None:
    with transaction() as session:
        session.get_one(Erasure, erasure_id).cursor = cursor


def _end(erasure_id: int, person: Person) -> bool:
    if not facts.delete_contacts(person.contacts):
        return False
    with transaction() as session:
        erasure = session.get_one(Erasure, erasure_id, with_for_update=True)
        erasure.contacts = []
        erasure.state = "sent" if open_steps(erasure) else "done"
        erasure.ended_at = now() if erasure.state == "done" else None
    return True


def open_steps(erasure: Erasure) -> bool:
    """A destination has yet to answer, or a worker to let go."""
    return any(each.state == "waiting" or each.due_at is not None for each in erasure.steps)
