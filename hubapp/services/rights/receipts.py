"""What was agreed to in a workspace, in which words and when, and whether a destination was told:
the proof that somebody may ask for. That somebody took it is noted."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from hubapp.core.times import rfc3339
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Delivery, Hub, HubVersion, Submission, Withdrawal
from hubapp.services import audit, delivery
from hubapp.services.rights.exporting import cell

COLUMNS = (
    *("receipt", "contact", "email", "hub", "card", "field", "wording", "version", "language"),
    *("given", "time", "sent", "withdrawn", "kind"),
)
CHUNK = 500
"""Receipts that are read at once."""


def all_receipts(workspace_id: int) -> Iterator[str]:
    """As CSV, a piece at a time, oldest first."""
    with transaction():
        audit.note(workspace_id, audit.Act.RECEIPTS_EXPORTED)
    return _all_receipts(workspace_id)


def _all_receipts(workspace_id: int) -> Iterator[str]:
    yield _line(COLUMNS)
    after = 0
    while rows := _read(workspace_id, after):
        told = _told({row.submission.id for row in rows})
        yield from [_line(_receipt(row, told)) for row in rows]
        after = rows[-1].consent.id
        db.session.expire_all()


class _Row(NamedTuple):
    consent: Consent
    submission: Submission
    email: str | None
    hub: str
    version: int
    withdrawn: datetime | None


def _read(workspace_id: int, after: int) -> list[_Row]:
    query = (
        select(
            Consent, Submission, Contact.email, Hub.name, HubVersion.number, Withdrawal.created_at
        )
        .join(Submission, Submission.id == Consent.submission_id)
        .outerjoin(Contact, Contact.id == Consent.contact_id)
        .join(Hub, Hub.id == Submission.hub_id)
        .join(HubVersion, HubVersion.id == Consent.version_id)
        .outerjoin(Withdrawal, Withdrawal.consent_id == Consent.id)
        .where(Hub.workspace_id == workspace_id, Consent.id > after)
        .order_by(Consent.id)
        .limit(CHUNK)
    )
    return [_Row(*row) for row in db.session.execute(query)]


def _told(submissions: Collection[int]) -> set[int]:
    """Submissions of which a destination has a consent."""
    query = select(Delivery).where(Delivery.submission_id.in_(submissions))
    return {
        int(row.submission_id or 0)
        for row in db.session.scalars(query)
        if delivery.may_have_arrived(row) and (row.record is None or row.record.get("once"))
    }


def _receipt(row: _Row, told: Collection[int]) -> tuple[object, ...]:
    consent, submission = row.consent, row.submission
    left = submission.id in told or bool(submission.consents_left)
    sent = ("sent" if left else "not sent") if consent.given and not consent.condition else ""
    return (
        *(consent.id, consent.contact_id, row.email, row.hub, submission.card_id),
        *(consent.field_key, consent.wording, row.version, consent.language),
        *("yes" if consent.given else "no", rfc3339(consent.created_at), sent),
        rfc3339(row.withdrawn) if row.withdrawn else "",
        "terms" if consent.condition else "consent",
    )


def _line(values: Collection[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()
