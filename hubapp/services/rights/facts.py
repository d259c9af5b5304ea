"""What a person told, in the workspace's own tables. Rows that are counted stay, with nothing in
them and hanging on nobody. Each function is one transaction or joins its caller's, as it says."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Consent, Contact, Play, Speaker, Submission, Told
from hubapp.models.activity import CORRECTED, SUBMITTED, WITHDRAWN, WON
from hubapp.models.columns import now
from hubapp.services import people, stock, visiting
from hubapp.services.editing import snapshot_of_version

_HANGING = (Play, Submission, Speaker, Activity)
_QUIETLY = {"synchronize_session": False}


def empty_submissions(ids: Sequence[int], contacts: Collection[int]) -> None:
    """Empty these submissions, with their consents, and their plays where these are the same
    person's. contacts: of the person. One transaction."""
    with transaction() as session:
        query = select(Submission).where(Submission.id.in_(ids))
        plays = select(Submission.play_id).where(Submission.id.in_(ids))
        # Plays first, as whoever submits does.
        lock = select(Play.id, Play.contact_id, Play.speaker_id).where(Play.id.in_(plays))
        locked = session.execute(lock.order_by(Play.id).with_for_update()).all()
        owners = {row.id: row.contact_id for row in locked}
        rows = session.scalars(query.order_by(Submission.id).with_for_update()).all()
        own = [
            row.play_id
            for row in rows
            if owners[row.play_id] in contacts or owners[row.play_id] == row.contact_id
        ]
        _take_back(rows, {row.id: row.speaker_id for row in locked})
        for row in rows:
            if row.contact_id is not None and row.contact_id not in contacts:
                # The contact is somebody else by now, and may have kept what this one told.
                people.unlearn(row.contact_id, told_in(row))
        session.execute(delete(Consent).where(Consent.submission_id.in_(ids)))
        for row in rows:
            row.values, row.contact_id, row.public_id = {}, None, str(uuid.uuid4())
        session.flush()
        of_form = Activity.kind.in_((SUBMITTED, WITHDRAWN, CORRECTED, WON))
        _empty_activities(of_form, Activity.play_id.in_(owners))
        _empty(own)


def _take_back(rows: Sequence[Submission], speakers: Mapping[int, int | None]) -> None:
    """Whoever sent these forms may be somebody else, of whom more is known. speakers: play -> who
    sent its form."""
    told: dict[int, dict[int, set[tuple[str, str]]]] = {}
    for row in rows:
        speaker = speakers[row.play_id]
        if speaker is not None:
            told.setdefault(row.hub_id, {}).setdefault(speaker, set()).update(told_in(row))
    for hub_id, by_speaker in told.items():
        people.take_back(by_speaker, hub_id)


def told_in(submission: Submission) -> set[tuple[str, str]]:
    """Key and value, as a text, of everything in a form, as it was read and as it was told."""
    snapshot, values = snapshot_of_version(submission.version_id), submission.values
    card = snapshot.card(submission.card_id)
    told = visiting.told_in_form(snapshot, card, values) if card else {}
    return {(key, str(value)) for each in (values, told) for key, value in each.items()}


def empty_plays(ids: Sequence[int]) -> None:
    """Empty these plays. One transaction."""
    with transaction() as session:
        lock = select(Play.id).where(Play.id.in_(ids)).order_by(Play.id)
        _empty(session.scalars(lock.with_for_update()).all())


def empty_activities(ids: Sequence[int]) -> None:
    """Empty these activities, whosever play they are of by now. One transaction."""
    with transaction():
        _empty_activities(Activity.id.in_(ids))


def _empty_activities(*which: ColumnElement[bool]) -> None:
    """What is counted stays: kind, hub, card, version and time."""
    nothing: dict[str, Any] = {"facts": {}, "speaker_id": None, "contact_id": None, "play_id": None}
    statement = update(Activity).where(*which).values(nothing).execution_options(**_QUIETLY)
    db.session.execute(statement)


def _empty(ids: Sequence[int]) -> None:
    """A new token, or the page that was left open would go on with it. One that was not at its end
    has been left, so that nothing is told of it any more."""
    if not ids:
        return
    table: Any = Play.__table__
    unfinished = and_(table.c.finished_at.is_(None), table.c.left_at.is_(None))
    statement = (
        update(table)
        .where(table.c.id == bindparam("play"))
        .values(
            token=bindparam("new_token"),
            speaker_id=None,
            contact_id=None,
            answers=[],
            captured={},
            outcome=None,
            left_at=case((unfinished, now()), else_=table.c.left_at),
        )
    )
    _empty_activities(Activity.play_id.in_(ids))
    stock.forget(ids)
    rows = [{"play": id_, "new_token": secrets.token_urlsafe(16)} for id_ in ids]
    db.session.connection().execute(statement, rows)


def forget_speakers(ids: Collection[int]) -> None:
    """Forget what these speakers told and whom they said to be; whoever speaks next in their
    browsers is somebody new. Joins the caller's transaction."""
    if not ids:
        return
    db.session.execute(delete(Told).where(Told.speaker_id.in_(ids)).execution_options(**_QUIETLY))
    people.forget_values(ids)
    db.session.execute(
        update(Speaker)
        .where(Speaker.id.in_(ids))
        .values(
            claims={},
            contact_id=None,
            standing=people.GONE,
            ended_at=func.coalesce(Speaker.ended_at, now()),
        )
        .execution_options(**_QUIETLY)
    )


def delete_contacts(ids: Collection[int]) -> bool:
    """Delete contacts on which nothing hangs any more, with what they agreed to. One transaction.
    False: something was told meanwhile."""
    with transaction() as session:
        lock = select(Contact.id).where(Contact.id.in_(ids)).order_by(Contact.id)
        session.execute(lock.with_for_update()).all()
        left = or_(
            *(
                exists().where(table.contact_id.in_(ids))
                for table in (Play, Submission, Speaker, Activity)
            )
        )
        if session.scalar(select(left)):
            return False
        for table, column in ((Consent, Consent.contact_id), (Contact, Contact.id)):
            session.execute(delete(table).where(column.in_(ids)).execution_options(**_QUIETLY))
        return True
