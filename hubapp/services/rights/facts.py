"""What a person told, in the workspace's own tables. Rows that are counted stay, with nothing in
them and hanging on nobody. Each function is one transaction or joins its caller's, as it says."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Play, Submission
from hubapp.services.rights.persons import nobodys

_QUIETLY = {"synchronize_session": False}


def empty_submissions(workspace_id: int, ids: Sequence[int], contacts: Collection[int]) -> None:
    """Empty these submissions, with their consents, and their plays where these are the same
    person's. contacts: of the person. One transaction."""
    with transaction() as session:
        query = select(Submission).where(Submission.id.in_(ids))
        plays = select(Submission.play_id).where(Submission.id.in_(ids))
        # Plays first, as whoever submits does.
        lock = select(Play.id, Play.contact_id).where(Play.id.in_(plays)).order_by(Play.id)
        owners = dict(session.execute(lock.with_for_update()).tuples().all())
        rows = session.scalars(query.order_by(Submission.id).with_for_update()).all()
        own = [
            row.play_id
            for row in rows
            if owners[row.play_id] in contacts or owners[row.play_id] == row.contact_id
        ]
        for row in rows:
            if row.contact_id not in contacts:
                _unlearn(row)
        nobody = _nobody(workspace_id)
        session.execute(delete(Consent).where(Consent.submission_id.in_(ids)))
        for row in rows:
            row.values, row.contact_id, row.public_id = {}, nobody, str(uuid.uuid4())
        session.flush()
        _empty(own, nobody)


def _unlearn(row: Submission) -> None:
    """The contact is somebody else by now, and may have kept what this submission told."""
    contact = db.session.get_one(Contact, row.contact_id, with_for_update=True)
    contact.properties = {
        key: value for key, value in contact.properties.items() if row.values.get(key) != value
    }


def empty_plays(workspace_id: int, ids: Sequence[int]) -> None:
    """Empty these plays. One transaction."""
    with transaction() as session:
        lock = select(Play.id).where(Play.id.in_(ids)).order_by(Play.id)
        found = session.scalars(lock.with_for_update()).all()
        _empty(found, _nobody(workspace_id))


def _empty(ids: Sequence[int], nobody: int) -> None:
    """A new token, or the page that was left open would go on with it."""
    if not ids:
        return
    table: Any = Play.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("play"))
        .values(
            token=bindparam("new_token"),
            contact_id=nobody,
            answers=[],
            captured={},
            outcome=None,
        )
    )
    rows = [{"play": id_, "new_token": secrets.token_urlsafe(16)} for id_ in ids]
    db.session.connection().execute(statement, rows)


def _nobody(workspace_id: int) -> int:
    query = select(Contact.id).where(Contact.token == nobodys(workspace_id))
    found = db.session.scalar(query)
    if found is not None:
        return int(found)
    contact = Contact(
        workspace_id=workspace_id, token=nobodys(workspace_id), claims={}, properties={}
    )
    try:
        with db.session.begin_nested():
            db.session.add(contact)
    except IntegrityError:
        # Another erasure has just made it.
        return int(db.session.scalar(query) or 0)
    return contact.id


def delete_contacts(ids: Collection[int]) -> bool:
    """Delete contacts on which nothing hangs any more, with what they agreed to. One transaction.
    False: something was told meanwhile."""
    with transaction() as session:
        lock = select(Contact.id).where(Contact.id.in_(ids)).order_by(Contact.id)
        session.execute(lock.with_for_update()).all()
        left = or_(
            exists().where(Play.contact_id.in_(ids)), exists().where(Submission.contact_id.in_(ids))
        )
        if session.scalar(select(left)):
            return False
        for table, column in ((Consent, Consent.contact_id), (Contact, Contact.id)):
            session.execute(delete(table).where(column.in_(ids)).execution_options(**_QUIETLY))
        return True
