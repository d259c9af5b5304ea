"""What one browser told one hub: its visitor sees it, takes a consent back, deletes it. Whose
address was typed proves nothing, so only what came from this browser's cookie counts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Connection, Consent, Contact, Erasure, Play, Submission, Withdrawal
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.rights import facts, sent
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
    contact = _speaker(workspace_id, token)
    if contact is None:
        return Yours([], [], 0)
    mine = _submissions(contact, hub_id)
    return Yours(
        said_in(mine),
        agreed(Consent.submission_id.in_([each.id for each in mine])),
        len(_plays(contact, hub_id)),
    )


def _speaker(workspace_id: int, token: str | None) -> Contact | None:
    if not token:
        return None
    query = select(Contact).where(Contact.token == token, Contact.workspace_id == workspace_id)
    return db.session.scalars(query).one_or_none()


def _plays(contact: Contact, hub_id: int) -> Sequence[int]:
    query = select(Play.id).where(Play.contact_id == contact.id, Play.hub_id == hub_id)
    return db.session.scalars(query).all()


def _submissions(contact: Contact, hub_id: int) -> list[Submission]:
    """Newest first. A form can be sent at the address of somebody's play by another browser: then
    it is about neither this contact nor an address that this one said."""
    query = (
        select(Submission)
        .join(Play, Play.id == Submission.play_id)
        .where(Play.contact_id == contact.id, Submission.hub_id == hub_id)
        .order_by(Submission.id.desc())
    )
    own = {str(each).lower() for each in contact.claims.values()}
    return [
        each
        for each in db.session.scalars(query)
        if each.contact_id == contact.id
        or own & {str(value).lower() for value in each.values.values()}
    ]


def withdraw(workspace_id: int, hub_id: int, token: str | None, consent_id: int) -> None:
    """Take a consent back, here and wherever it went. Once is enough: a second time changes
    nothing. Raises NotFoundHere when it is not this browser's."""
    contact = _speaker(workspace_id, token)
    mine = [each.id for each in _submissions(contact, hub_id)] if contact else []
    consent = db.session.get(Consent, consent_id)
    if consent is None or not consent.given or consent.submission_id not in mine:
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
        for connection in held:
            if connection is not None and connection.state != "leaving":
                source = f"field.{kept.field_key}"
                delivery.take_consent_back(connection, submission, source)


def delete_told(workspace_id: int, hub_id: int, token: str | None) -> None:
    """Delete what this browser told this hub, and take it back at the destinations; what others
    told of the same address stays. Several transactions."""
    contact = _speaker(workspace_id, token)
    if contact is None:
        return
    contact_id, mine = contact.id, _submissions(contact, hub_id)
    plays, told = _plays(contact, hub_id), _told(mine)
    ids, people = [each.id for each in mine], {contact_id, *(each.contact_id for each in mine)}
    end_reading()
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
            facts.empty_submissions(workspace_id, some, people)
        facts.empty_plays(workspace_id, played)
    if not facts.delete_contacts([contact_id]):
        _forget(contact_id, told)
    with transaction() as session:
        erasure = session.get_one(Erasure, erasure_id)
        erasure.state = "sent" if open_steps(erasure) else "done"
        erasure.ended_at = now() if erasure.state == "done" else None


def _told(submissions: Sequence[Submission]) -> set[tuple[str, str]]:
    return {(key, str(value)) for each in submissions for key, value in each.values.items()}


def _forget(contact_id: int, told: set[tuple[str, str]]) -> None:
    """Something else hangs on the contact: other hubs, or what others told of the same address. The
    browser is somebody new from now on."""
    with transaction() as session:
        contact = session.get_one(Contact, contact_id, with_for_update=True)
        contact.token = secrets.token_urlsafe(16)
        contact.properties = {
            key: value for key, value in contact.properties.items() if (key, str(value)) not in told
        }
