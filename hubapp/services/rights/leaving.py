"""A browser takes what it told out of one hub. What it told other hubs of the workspace stays, for
they may be other brands'; whoever speaks in it next is somebody new."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Consent, ContactValue, Play, Speaker, Submission, Told
from hubapp.models.columns import now
from hubapp.services import people
from hubapp.services.rights import facts

_QUIETLY = {"synchronize_session": False}


def leave(speakers: Sequence[int], hub_id: int) -> None:
    """These speakers told this hub nothing, and speak no more. Those that told nothing elsewhere
    are forgotten; of the others only the addresses stay that another hub was told. One
    transaction."""
    with transaction() as session:
        query = select(Speaker).where(Speaker.id.in_(speakers)).order_by(Speaker.id)
        rows = session.scalars(query.with_for_update()).all()
        session.execute(
            delete(Told)
            .where(Told.speaker_id.in_(speakers), Told.hub_id == hub_id)
            .execution_options(**_QUIETLY)
        )
        people.forget_values(speakers, hub_id)
        played = set(session.scalars(select(Play.speaker_id).where(Play.speaker_id.in_(speakers))))
        for row in rows:
            if row.id in played:
                _stay(row)
        facts.forget_speakers([row.id for row in rows if row.id not in played])


def _stay(speaker: Speaker) -> None:
    query = select(Told.values).where(Told.speaker_id == speaker.id)
    elsewhere = {str(each) for values in db.session.scalars(query) for each in values.values()}
    speaker.claims = {
        kind: value for kind, value in speaker.claims.items() if str(value) in elsewhere
    }
    speaker.ended_at = speaker.ended_at or now()
    if not speaker.claims:
        _unname(speaker)


def _unname(speaker: Speaker) -> None:
    """Nobody told the other hubs who it is, so there it is nobody's."""
    speaker.contact_id = None
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
            update(table).where(where).values(contact_id=None).execution_options(**_QUIETLY)
        )
