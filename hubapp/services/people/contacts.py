"""People of a workspace. These pieces join the caller's transaction and do not commit.

A typed address says whose a submission is. It never makes a browser somebody else's, and never
changes what another told of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.snapshot import FieldSnapshot
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Activity, Consent, Contact, Play, Speaker, Submission, Told
from hubapp.models.columns import now
from hubapp.services.people.visitors import other_person, sits_still

_ADDRESSES = ("email", "phone")
SEEN = timedelta(hours=1)
"""How precisely it is kept when somebody was here last."""


class Named(NamedTuple):
    """speaker: who speaks in this browser from now on; contact: who that is; None: nobody has said.
    first: they have said so just now; new: nobody has ever said to be this person before."""

    speaker: Speaker
    contact: Contact | None
    first: bool
    new: bool


def name(
    speaker: Speaker,
    hub: tuple[int, int],
    fields: Sequence[FieldSnapshot],
    values: Mapping[str, Any],
) -> Named:
    """Keep what a form told this hub. Whoever names another address than before is another person:
    nothing of the one before is carried over. Whoever names the address of somebody known gets
    nothing of theirs. hub: its workspace's id and its own."""
    workspace_id, hub_id = hub
    given = _identities(fields, values)
    if not _is_same(speaker, given):
        speaker = other_person(speaker)
    contact, new = _contact_of(speaker, workspace_id, given)
    first = contact is not None and speaker.contact_id is None
    speaker.contact_id = contact.id if contact else None
    speaker.claims = {**speaker.claims, **given}
    if not sits_still(speaker):
        speaker.last_at = now()
    _keep_told(speaker, hub_id, _lasting_values(fields, values))
    if first:
        _claim(speaker)
    return Named(speaker, contact, first, new)


def _identities(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, str]:
    given: dict[str, str] = {}
    for field in fields:
        kind, value = field_kind_of(field.kind), values.get(field.key)
        if kind is not None and kind.identifies in _ADDRESSES and value:
            given[kind.identifies] = str(value)
    return given


def _lasting_values(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, Any]:
    """Without consents: each belongs to its submission and has a receipt of its own."""
    told = {key: value for key, value in values.items() if value is not None}
    for field in fields:
        kind = field_kind_of(field.kind)
        if kind is not None and kind.receipt:
            told.pop(field.key, None)
    return told


def _keep_told(speaker: Speaker, hub_id: int, values: Mapping[str, Any]) -> None:
    kept = db.session.get(Told, (speaker.id, hub_id))
    if kept is None:
        db.session.add(Told(speaker_id=speaker.id, hub_id=hub_id, values=dict(values)))
    else:
        kept.values = {**kept.values, **values}


def told(speaker_id: int | None, hub_id: int) -> dict[str, Any]:
    """Field key -> what this speaker told this hub, without consents."""
    kept = db.session.get(Told, (speaker_id, hub_id)) if speaker_id else None
    return dict(kept.values) if kept else {}


def _is_same(speaker: Speaker, given: Mapping[str, str]) -> bool:
    """What is said now and what was said before are one person's: an equal email outranks a
    different phone, a phone alone never joins two emails, and without anything in common only one
    sitting does."""
    for kind in _ADDRESSES:
        before = speaker.claims.get(kind)
        if before and kind in given:
            return bool(before == given[kind])
    return sits_still(speaker)


def _contact_of(
    speaker: Speaker, workspace_id: int, given: Mapping[str, str]
) -> tuple[Contact | None, bool]:
    """Who speaks, and whether they are new. With an email, only the email says who it is."""
    new = False
    before = db.session.get(Contact, speaker.contact_id) if speaker.contact_id else None
    email, phone = given.get("email"), given.get("phone")
    if before is None:
        contact = None
        if email or phone:
            contact, new = _found(workspace_id, email, phone)
    elif email and before.email != email:
        contact, new = _with_email(before, speaker, email)
    else:
        contact = before
    if contact is not None:
        if now() - contact.seen_at > SEEN:
            contact.seen_at = now()
        if phone and contact.phone != phone and _is_alone(contact, speaker):
            contact.phone = phone
    return contact, new


def _with_email(before: Contact, speaker: Speaker, email: str) -> tuple[Contact, bool]:
    """Who was known by a phone alone says an email: theirs, unless somebody has it."""
    known = _by(before.workspace_id, "email", email)
    if known is None and before.email is None and _is_alone(before, speaker):
        before.email = email
        return before, False
    return (known, False) if known else _made(before.workspace_id, email, None)


def _is_alone(contact: Contact, speaker: Speaker) -> bool:
    """Nobody else has said to be this person, so nobody else's words are changed."""
    others = exists().where(Speaker.contact_id == contact.id, Speaker.id != speaker.id)
    return not db.session.scalar(select(others))


def _found(workspace_id: int, email: str | None, phone: str | None) -> tuple[Contact, bool]:
    kind, value = ("email", email) if email else ("phone", phone)
    known = _by(workspace_id, kind, str(value))
    return (known, False) if known else _made(workspace_id, email, phone)


def _by(workspace_id: int, kind: str, value: str) -> Contact | None:
    query = select(Contact).where(
        Contact.workspace_id == workspace_id, getattr(Contact, kind) == value
    )
    return db.session.scalars(query.order_by(Contact.id).limit(1)).first()


def _made(workspace_id: int, email: str | None, phone: str | None) -> tuple[Contact, bool]:
    """A new contact; or the one that another made at the same moment, if the email is the same."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values: dict[str, Any] = {
        "workspace_id": workspace_id,
        "email": email,
        "phone": phone,
        "properties": {},
    }
    insert = dialect.insert(Contact).values(created_at=now(), seen_at=now(), **values)
    made = db.session.scalar(insert.on_conflict_do_nothing().returning(Contact.id))
    if made is not None:
        return db.session.get_one(Contact, made), True
    found = _by(workspace_id, "email", str(email))
    if found is None:
        raise LookupError("a contact that was in the way is gone")
    return found, False


def _claim(speaker: Speaker) -> None:
    """What this speaker did before saying who they are is theirs."""
    mine = select(Play.id).where(Play.speaker_id == speaker.id)
    submissions = select(Submission.id).where(Submission.play_id.in_(mine))
    for table, where in (
        (Play, Play.speaker_id == speaker.id),
        (Submission, Submission.play_id.in_(mine)),
        (Consent, Consent.submission_id.in_(submissions)),
        (Activity, Activity.speaker_id == speaker.id),
    ):
        db.session.execute(
            update(table)
            .where(where, table.contact_id.is_(None))
            .values(contact_id=speaker.contact_id)
            .execution_options(synchronize_session=False)
        )
