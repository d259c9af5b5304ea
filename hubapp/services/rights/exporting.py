"""Everything that is known of one person, for whoever asks for it. That somebody did
is noted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hubapp.core.times import rfc3339
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Contact, ContactValue, Delivery, Play, Submission
from hubapp.models.columns import now
from hubapp.services import audit, stock
from hubapp.services.rights import provenance, seeing
from hubapp.services.rights.labels import labels_of
from hubapp.services.rights.persons import person_of

Json = dict[str, Any]
COLUMNS = ("what", "hub", "card", "time", "name", "value")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(workspace_id: int, contact_id: int) -> Json:
    """As JSON. Raises NotFoundHere."""
    seeing.contact_of(workspace_id, contact_id)
    with transaction():
        audit.note(workspace_id, audit.Act.CONTACT_EXPORTED, str(contact_id))
    person = person_of(workspace_id, [contact_id])
    submissions = seeing.submissions_of(person, most=None)
    plays = seeing.plays_of(person, most=None)
    rows = db.session.scalars(
        select(Contact).where(Contact.id.in_(person.contacts)).order_by(Contact.id)
    )
    return {
        "exported_at": rfc3339(now()),
        "contacts": [_contact(each) for each in rows],
        "values": [_value(each) for each in provenance.values_of(person)],
        "submissions": [_submission(each) for each in submissions],
        "plays": [_play(each) for each in plays],
        "happened": [_happened(each) for each in seeing.activities_of(person, most=None)],
        "consents": [_consent(each) for each in seeing.agreements(person)],
        "deliveries": [_delivery(each) for each in seeing.deliveries_of(submissions, plays)],
    }


def _contact(row: Contact) -> Json:
    return {
        "id": row.id,
        "email": row.email,
        "phone": row.phone,
        "external_id": row.external_id,
        "first_seen": rfc3339(row.created_at),
        "last_seen": rfc3339(row.seen_at),
    }


def _value(row: ContactValue) -> Json:
    told = provenance.telling_of(row)
    return {
        "name": row.key,
        "label": str(provenance.label_of(row)),
        "value": row.value,
        "standing": told.standing,
        "hub": told.hub,
        "card": str(told.card),
        "time": rfc3339(row.at),
    }


def _where(row: Submission | Play | Activity) -> Json:
    where = seeing.where_of(row)
    at = row.at if isinstance(row, Activity) else row.created_at
    return {"hub": where.hub, "card": str(where.card), "time": rfc3339(at)}


def _submission(row: Submission) -> Json:
    labels = labels_of(row.version_id)
    values = [
        {"name": key, "label": str(labels.get(key, key)), "value": value}
        for key, value in row.values.items()
    ]
    return {**_where(row), "id": row.public_id, "values": values}


def _play(row: Play) -> Json:
    return {
        **_where(row),
        "answers": row.answers,
        "outcome": dict(outcome.values) if (outcome := stock.outcome_of(row)) else None,
        "from_the_link": row.captured,
    }


def _happened(row: Activity) -> Json:
    """What was told then stands with the submission or the play."""
    return {**_where(row), "id": row.public_id, "what": row.kind}


def _consent(each: seeing.Agreed) -> Json:
    return {
        "hub": each.where.hub,
        "card": str(each.where.card),
        "time": rfc3339(each.at),
        "kind": "terms" if each.condition else "consent",
        "wording": each.wording,
        "version": each.version,
        "language": each.language,
        "given": each.given,
        "withdrawn": rfc3339(each.withdrawn) if each.withdrawn else None,
    }


def _delivery(row: Delivery) -> Json:
    return {
        "destination": row.connection.kind,
        "time": rfc3339(row.done_at or row.created_at),
        "state": str(row.state),
        "values": (row.record or {}).get("values", {}),
    }


def as_csv(told: Mapping[str, Any]) -> str:
    """An export as one table: a row for each value."""
    return table(COLUMNS, _rows(told))


def _rows(told: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    for each in told["contacts"]:
        yield from (("contact", *_place(each), *pair) for pair in each.items())
    for each in told["values"]:
        yield f"known ({each['standing']})", *_place(each), each["label"], each["value"]
    for each in told["submissions"]:
        values = each["values"]
        yield from (("submission", *_place(each), got["label"], got["value"]) for got in values)
    for each in told["plays"]:
        named = ((name, each[name]) for name in ("answers", "outcome", "from_the_link"))
        yield from (("play", *_place(each), *pair) for pair in named if pair[1])
    for each in told["happened"]:
        yield "activity", *_place(each), each["what"], each["id"]
    for each in told["consents"]:
        given = "given" if each["given"] else "not given"
        taken = f", withdrawn {each['withdrawn']}" if each["withdrawn"] else ""
        yield each["kind"], *_place(each), each["wording"], given + taken
    for each in told["deliveries"]:
        what = f"sent to {each['destination']} ({each['state']})"
        yield from ((what, *_place(each), *pair) for pair in each["values"].items())


def _place(each: Mapping[str, Any]) -> tuple[str, str, str]:
    return each.get("hub", ""), each.get("card", ""), each.get("time", "")


def table(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Any) -> str:
    """A value in a table. What a spreadsheet would take for a formula is kept from being one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
