"""What one browser told one hub: its visitor sees it, takes a consent back, deletes it. Whose
address was typed proves nothing, so only what came from this browser's cookie counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Connection,
    Consent,
    Contact,
    Erasure,
    Play,
    Submission,
    Withdrawal,
)
from hubapp.models.columns import now
from hubapp.services import delivery, people, visiting
from hubapp.services.rights import facts, leaving, sent
from hubapp.services.rights.erasing import CHUNK, open_steps
from hubapp.services.rights.seeing import Agreed, Said, agreed, said_in


@dataclass(frozen=True)
class Yours:
    """plays: how many there were."""

    said: Sequence[Said]
    agreed: Sequence[Agreed]
    plays: int

    @property
    def anything(self) -> bool:
        """There is something to delete."""
        return bool(self.said or self.agreed or self.plays)


def told_here(workspace_id: int, hub_id: int, token: str | None) -> Yours:
    """token: of the browser's cookie."""
    speakers = _speakers(workspace_id, token)
    mine = _submissions(speakers, hub_id)
    return Yours(
        said_in(mine),
        agreed(Consent.submission_id.in_([each.id for each in mine])),
        len(_plays(speakers, hub_id)),
    )


def _speakers(workspace_id: int, token: str | None) -> Sequence[int]:
    """Whoever spoke on this browser, but those that somebody came after in it."""
    if not token:
        return []
    return db.session.scalars(people.speakers_of(workspace_id, token)).all()


def _plays(speakers: Sequence[int], hub_id: int) -> Sequence[int]:
    query = select(Play.id).where(Play.speaker_id.in_(speakers), Play.hub_id == hub_id)
    return db.session.scalars(query).all()


def _activities(speakers: Sequence[int], hub_id: int) -> Sequence[int]:
    query = select(Activity.id).where(Activity.speaker_id.in_(speakers), Activity.hub_id == hub_id)
    return db.session.scalars(query).all()


def _submissions(speakers: Sequence[int], hub_id: int) -> Sequence[Submission]:
    """Newest first."""
    query = (
        select(Submission)
        .join(Play, Play.id == Submission.play_id)
        .where(Play.speaker_id.in_(speakers), Submission.hub_id == hub_id)
        .order_by(Submission.id.desc())
    )
    return db.session.scalars(query).all()


def withdraw(workspace_id: int, hub_id: int, token: str | None, consent_id: int) -> None:
    """Take a consent back, here and wherever it went. Once is enough: a second time changes
    nothing. Raises NotFoundHere when it is not this browser's, and for terms: whoever
    wants nothing kept of theirs deletes it."""
    mine = [each.id for each in _submissions(_speakers(workspace_id, token), hub_id)]
    consent = db.session.get(Consent, consent_id)
    if consent is None or not consent.given or consent.submission_id not in mine:
        raise NotFoundHere
    if consent.condition:
        raise NotFoundHere
    connections = db.session.scalars(
        select(Connection.id).where(Connection.hub_id == hub_id).order_by(Connection.id)
    ).all()
    with transaction() as session:
        # Connections before the submission, as a replay takes them.
        held = [delivery.hold_still(each) for each in connections]
        kept = session.get(Consent, consent_id)
        if kept is None or session.get(Withdrawal, consent_id) is not None:
            return
        submission = session.get_one(Submission, kept.submission_id, with_for_update=True)
        session.add(Withdrawal(consent_id=consent_id))
        # No later replay, and no connection that is yet to come, may give it again.
        submission.values = {**submission.values, kept.field_key: False}
        source = f"field.{kept.field_key}"
        activity_id = visiting.take_back(submission, source)
        for connection in held:
            if connection is not None and connection.state != "leaving":
                delivery.take_consent_back(connection, submission, source, activity_id)


def delete_told(workspace_id: int, hub_id: int, token: str | None) -> None:
    """Delete what this browser told this hub, and take it back at the destinations; what others
    told of the same address stays. Several transactions."""
    speakers = _speakers(workspace_id, token)
    mine, plays = _submissions(speakers, hub_id), _plays(speakers, hub_id)
    acts = _activities(speakers, hub_id)
    ids, told = [each.id for each in mine], _told(mine)
    contacts = {each.contact_id for each in mine if each.contact_id is not None}
    end_reading()
    if not ids and not plays and not acts:
        return
    with transaction() as session:
        erasure = Erasure(workspace_id=workspace_id, state="running", contacts=[], marks=[])
        session.add(erasure)
        session.flush()
        erasure_id = erasure.id
    for at in range(0, max(len(ids), len(plays)), CHUNK):
        some, played = ids[at : at + CHUNK], plays[at : at + CHUNK]
        found = [*delivery.of_submissions(some), *delivery.of_plays(played)]
        end_reading()
        sent.forget(erasure_id, found, alone=True)
        if some:
            facts.empty_submissions(some, contacts)
        facts.empty_plays(played)
    for at in range(0, len(acts), CHUNK):
        # Those in plays that somebody else went on with; the others are empty by now.
        found = list(delivery.of_activities(acts[at : at + CHUNK]))
        end_reading()
        sent.forget(erasure_id, found, alone=True)
        facts.empty_activities(acts[at : at + CHUNK])
    leaving.leave(speakers, hub_id)
    for contact_id in contacts:
        if not facts.delete_contacts([contact_id]):
            _unlearn(contact_id, told)
    with transaction() as session:
        erasure = session.get_one(Erasure, erasure_id)
        erasure.state = "sent" if open_steps(erasure) else "done"
        erasure.ended_at = now() if erasure.state == "done" else None


def _told(submissions: Sequence[Submission]) -> set[tuple[str, str]]:
    return {(key, str(value)) for each in submissions for key, value in each.values.items()}


def _unlearn(contact_id: int, told: set[tuple[str, str]]) -> None:
    """Something else hangs on the contact: other hubs, or what others told of the same address."""
    with transaction() as session:
        contact = session.get(Contact, contact_id, with_for_update=True)
        if contact is not None:
            contact.properties = {
                key: value
                for key, value in contact.properties.items()
                if (key, str(value)) not in told
            }
