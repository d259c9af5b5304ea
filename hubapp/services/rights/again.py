"""After a restore: erase again whom the kept list says was erased since the backup was made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Contact, Hub, Submission
from hubapp.services.marks import key_of
from hubapp.services.rights.erasing import erase, erase_address
from hubapp.services.rights.kept import kept_list
from hubapp.services.rights.marks import mark

_AT_ONCE = 1000


def erase_again(file: Path | None = None) -> int:
    """Erase everybody on the list whom the database knows from before their erasure. Returns how
    many were found. Raises OSError when the file cannot be read."""
    erased: dict[int, dict[str, Any]] = {}
    for each in kept_list(file):
        # The last erasure counts: whoever came back after it told us anew.
        erased.setdefault(each.workspace_id, {}).update(dict.fromkeys(each.marks, each.at))
    count = 0
    for workspace_id, marks in erased.items():
        for contact_id in list(_contacts(workspace_id, marks)):
            count += _erase(workspace_id, contact_id)
        for email in set(_addresses(workspace_id, marks)):
            erase_address(workspace_id, email)
            count += 1
    return count


def _erase(workspace_id: int, contact_id: int) -> int:
    try:
        erase(workspace_id, contact_id)
    except NotFoundHere:
        # Another contact of the same person went before, and took this one along.
        return 0
    return 1


def _contacts(workspace_id: int, marks: dict[str, Any]) -> Iterator[int]:
    after, key = 0, key_of(workspace_id)
    while True:
        query = select(Contact.id, Contact.email, Contact.phone, Contact.created_at).where(
            Contact.workspace_id == workspace_id, Contact.id > after
        )
        rows = db.session.execute(query.order_by(Contact.id).limit(_AT_ONCE)).all()
        if not rows:
            end_reading()
            return
        for row in rows:
            named = (("contact", row.id), ("email", row.email), ("phone", row.phone))
            told = [mark(key, workspace_id, kind, value) for kind, value in named if value]
            if any(each in marks and row.created_at <= marks[each] for each in told):
                yield row.id
        after = rows[-1].id


def _addresses(workspace_id: int, marks: dict[str, Any]) -> Iterator[str]:
    """Of submissions that hang on somebody else's contact."""
    hubs = db.session.scalars(select(Hub.id).where(Hub.workspace_id == workspace_id)).all()
    after, key = 0, key_of(workspace_id)
    while True:
        query = select(Submission.id, Submission.values, Submission.created_at).where(
            Submission.hub_id.in_(hubs), Submission.id > after
        )
        rows = db.session.execute(query.order_by(Submission.id).limit(_AT_ONCE)).all()
        if not rows:
            end_reading()
            return
        for _, values, at in rows:
            for value in values.values():
                text = value.lower() if isinstance(value, str) and "@" in value else ""
                told = mark(key, workspace_id, "email", text) if text else ""
                if told in marks and at <= marks[told]:
                    yield text
        after = rows[-1][0]
