"""What is known of contacts, one row a value: who told it to which hub, when, and whether it was
shown that they are the contact. These pieces join the caller's transaction and do not commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.name_words import name_words
from hubapp.core.snapshot import FieldSnapshot
from hubapp.extensions import db
from hubapp.fields import FIELD_KINDS, field_kind_of
from hubapp.models import ContactValue, ContactWord, Speaker, Told
from hubapp.models.columns import now
from hubapp.services.people.visitors import CLAIMED, VERIFIED

EXTERNAL_ID, EMAIL = "external_id", "email"
"""Keys of what no form asked for: what a signed link and a mailed code have shown."""
NAMES = tuple(kind.means for kind in FIELD_KINDS.values() if kind.named)
"""What the parts of a name mean, in their order."""
_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True)
class Place:
    """Where something is told. version_id, card_id: of the form that asks; None and empty: no form
    does."""

    workspace_id: int
    hub_id: int
    version_id: int | None = None
    card_id: str = ""


def keep_values(
    speaker: Speaker,
    place: Place,
    fields: Iterable[FieldSnapshot],
    values: Mapping[str, Any],
    before: Mapping[str, Any],
) -> None:
    """What a speaker tells a hub. values: field key -> clean value, without consents; before: what
    they have told it so far, so that what is told again is not taken apart again."""
    kinds = {field.key: field_kind_of(field.kind) for field in fields}
    told = {key: value for key, value in sorted(values.items()) if value not in (None, "", [])}
    means = {key: kind.means for key in told if (kind := kinds.get(key)) is not None}
    ids = _keep(speaker, place, told, means)
    changed = {
        ids[key]: str(told[key])
        for key in told
        if means.get(key) in NAMES and told[key] != before.get(key)
    }
    if changed:
        _keep_words(place.workspace_id, changed)


def keep_shown(speaker: Speaker, place: Place, key: str, value: str) -> None:
    """What is shown to be this speaker's, and with it all that they told of themselves. key: one of
    the above."""
    _keep(speaker, place, {key: value}, {key: key})
    now_shown = update(ContactValue).where(
        ContactValue.speaker_id == speaker.id, ContactValue.contact_id == speaker.contact_id
    )
    db.session.execute(now_shown.values(standing=VERIFIED).execution_options(**_QUIETLY))


def put_right(speaker: Speaker, hub_id: int, key: str, value: str) -> None:
    """Something mistyped is as it should be."""
    mistyped = update(ContactValue).where(
        ContactValue.speaker_id == speaker.id,
        ContactValue.hub_id == hub_id,
        ContactValue.key == key,
    )
    right = mistyped.values(value=value, standing=_standing(speaker), at=now())
    db.session.execute(right.execution_options(**_QUIETLY))


def forget_values(speakers: Collection[int], hub_id: int | None = None) -> None:
    """What these speakers told; hub_id: told this hub alone."""
    where: list[ColumnElement[bool]] = [ContactValue.speaker_id.in_(speakers)]
    if hub_id is not None:
        where.append(ContactValue.hub_id == hub_id)
    db.session.execute(delete(ContactValue).where(*where).execution_options(**_QUIETLY))


def take_back(told: Mapping[int, Collection[tuple[str, str]]], hub_id: int) -> None:
    """What speakers told a hub in forms that are to be forgotten, as far as they have not told
    another value since. told: speaker -> key and value as a text."""
    query = select(Told).where(Told.speaker_id.in_(told), Told.hub_id == hub_id)
    for row in db.session.scalars(query):
        row.values = {
            key: value
            for key, value in row.values.items()
            if (key, str(value)) not in told[row.speaker_id]
        }
    rows = db.session.scalars(
        select(ContactValue).where(ContactValue.speaker_id.in_(told), ContactValue.hub_id == hub_id)
    ).all()
    _forget(row.id for row in rows if (row.key, str(row.value)) in told[row.speaker_id or 0])


def unlearn(contact_id: int, told: Collection[tuple[str, str]]) -> None:
    """Of what an earlier release kept of a contact, what somebody takes back. told: key and value
    as a text."""
    nobodys = ContactValue.contact_id == contact_id, ContactValue.speaker_id.is_(None)
    rows = db.session.scalars(select(ContactValue).where(*nobodys)).all()
    _forget(row.id for row in rows if (row.key, str(row.value)) in told)


def _forget(ids: Iterable[int]) -> None:
    gone = delete(ContactValue).where(ContactValue.id.in_(list(ids)))
    db.session.execute(gone.execution_options(**_QUIETLY))


def verified_values(contact_id: int, hub_id: int) -> dict[str, Any]:
    """Key -> the newest value that this contact told this hub, having shown to be them. What others
    said of them is lent to nobody."""
    query = select(ContactValue).where(
        ContactValue.contact_id == contact_id,
        ContactValue.hub_id == hub_id,
        ContactValue.standing == VERIFIED,
    )
    rows = db.session.scalars(query.order_by(ContactValue.at, ContactValue.id))
    return {row.key: row.value for row in rows}


def names_of(contacts: Collection[int]) -> dict[int, str]:
    """Contact -> what they are called, as far as somebody told: what was shown to be theirs before
    what was only said, then the newest."""
    query = select(ContactValue).where(
        ContactValue.contact_id.in_(contacts), ContactValue.means.in_(NAMES)
    )
    rows = sorted(db.session.scalars(query), key=lambda row: (row.standing == VERIFIED, row.at))
    parts: dict[int, dict[str, str]] = {}
    for row in rows:
        parts.setdefault(row.contact_id or 0, {})[row.means] = str(row.value)
    return {
        contact: " ".join(found[each] for each in NAMES if each in found)
        for contact, found in parts.items()
    }


def _standing(speaker: Speaker) -> str:
    shown = speaker.standing == VERIFIED and speaker.contact_id is not None
    return VERIFIED if shown else CLAIMED


def _keep(
    speaker: Speaker, place: Place, told: Mapping[str, Any], means: Mapping[str, str]
) -> dict[str, int]:
    """Key -> id of its row."""
    if not told:
        return {}
    where = {
        "contact_id": speaker.contact_id,
        "speaker_id": speaker.id,
        "hub_id": place.hub_id,
        "version_id": place.version_id,
        "card_id": place.card_id,
        "standing": _standing(speaker),
        "at": now(),
    }
    rows = [
        {**where, "key": key, "means": means.get(key, ""), "value": value}
        for key, value in told.items()
    ]
    # Whoever sent the form waits: past the session, by a statement that was made before.
    connection = db.session.connection()
    found = connection.execute(_renewing(connection.dialect.name), rows)
    return {row[0]: row[1] for row in found}


@cache
def _renewing(dialect: str) -> Any:
    table = ContactValue.__table__
    made = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    renewed = ("contact_id", "version_id", "card_id", "means", "value", "standing", "at")
    return made.on_conflict_do_update(
        index_elements=["speaker_id", "hub_id", "key"],
        set_={name: made.excluded[name] for name in renewed},
    ).returning(table.c.key, table.c.id)


def _keep_words(workspace_id: int, names: Mapping[int, str]) -> None:
    """names: id of a value -> the name that it is now."""
    gone = delete(ContactWord).where(ContactWord.value_id.in_(names))
    db.session.execute(gone.execution_options(**_QUIETLY))
    rows: Sequence[dict[str, Any]] = [
        {"value_id": value_id, "word": word, "workspace_id": workspace_id}
        for value_id, name in names.items()
        for word in name_words(name)
    ]
    if rows:
        db.session.execute(insert(ContactWord), rows)
