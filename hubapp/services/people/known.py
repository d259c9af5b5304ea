"""Contacts as they are found and made. These pieces join the caller's transaction and do not
commit."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.extensions import db
from hubapp.models import Activity, Consent, Contact, ContactValue, Play, Speaker, Submission
from hubapp.models.columns import now


def by(workspace_id: int, kind: str, value: str) -> Contact | None:
    """The contact with this value. kind: ``email``, ``phone`` or ``external_id``."""
    given = {"workspace_id": workspace_id, "value": value}
    return db.session.scalars(_with(kind), given).first()


@cache
def _with(kind: str) -> Select[Any]:
    mine = Contact.workspace_id == bindparam("workspace_id")
    query = select(Contact).where(mine, getattr(Contact, kind) == bindparam("value"))
    return query.order_by(Contact.id).limit(1)


def made(workspace_id: int, **given: str | None) -> tuple[Contact, bool]:
    """A new contact and True; or the one that another made at the same moment, if the email or the
    external id is the same, and False. given: kind -> value, see ``by``."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values: dict[str, Any] = {"workspace_id": workspace_id, **given}
    insert = dialect.insert(Contact).values(created_at=now(), seen_at=now(), **values)
    new = db.session.scalar(insert.on_conflict_do_nothing().returning(Contact))
    if new is not None:
        return new, True
    for kind in ("email", "external_id"):
        value = given.get(kind)
        if value and (found := by(workspace_id, kind, value)) is not None:
            return found, False
    raise LookupError("a contact that was in the way is gone")


def claim(speaker: Speaker) -> None:
    """What this speaker did before it was known who they are is theirs."""
    mine = select(Play.id).where(Play.speaker_id == speaker.id)
    submissions = select(Submission.id).where(Submission.play_id.in_(mine))
    for table, where in (
        (Play, Play.speaker_id == speaker.id),
        (Submission, Submission.play_id.in_(mine)),
        (Consent, Consent.submission_id.in_(submissions)),
        (Activity, Activity.speaker_id == speaker.id),
        (ContactValue, ContactValue.speaker_id == speaker.id),
    ):
        db.session.execute(
            update(table)
            .where(where, table.contact_id.is_(None))
            .values(contact_id=speaker.contact_id)
            .execution_options(synchronize_session=False)
        )


def is_only_theirs(contact: Contact, speaker: Speaker) -> bool:
    """Nobody but this speaker has said to be this contact, or has left anything with them."""
    others = or_(
        exists().where(Speaker.contact_id == contact.id, Speaker.id != speaker.id),
        exists().where(Play.contact_id == contact.id, Play.speaker_id.is_distinct_from(speaker.id)),
    )
    return not db.session.scalar(select(others))


def move(speaker: Speaker, contact: Contact) -> None:
    """What this speaker did is another contact's than it was."""
    mine = select(Play.id).where(Play.speaker_id == speaker.id)
    submissions = select(Submission.id).where(Submission.play_id.in_(mine))
    for table, where in (
        (Play, Play.speaker_id == speaker.id),
        (Submission, Submission.play_id.in_(mine)),
        (Consent, Consent.submission_id.in_(submissions)),
        (Activity, Activity.speaker_id == speaker.id),
        (ContactValue, ContactValue.speaker_id == speaker.id),
    ):
        db.session.execute(
            update(table)
            .where(where)
            .values(contact_id=contact.id)
            .execution_options(synchronize_session=False)
        )
