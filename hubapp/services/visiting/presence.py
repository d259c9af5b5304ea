"""Who is thought to sit at the device, and how they say that they are somebody else."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, select

from hubapp.core.staying import NEVER
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services import people
from hubapp.services.visiting.visit import Visit


class Presence(NamedTuple):
    """named: somebody said on this browser who they are, and it still speaks for them. unclaimed:
    nobody has said so yet, and what was played here will go with whoever does."""

    named: bool = False
    unclaimed: bool = False


def presence(visit: Visit) -> Presence:
    """For a page that only reads; of a preview, which has no cookie, nobody."""
    speaker = people.recognised(visit.workspace_id, visit.visitor_token, visit.snapshot.staying)
    if speaker is None:
        return Presence()
    if speaker.contact_id is not None or speaker.claims:
        return Presence(named=True)
    if visit.snapshot.waits == NEVER:
        return Presence()
    played = exists().where(
        Play.speaker_id == speaker.id,
        Play.hub_id == visit.hub_id,
        Play.finished_at.is_not(None),
        Play.token != visit.play_token,
    )
    return Presence(unclaimed=bool(db.session.scalar(select(played))))


def not_you(visit: Visit) -> None:
    """Somebody else sits at the device: nothing of the one before is theirs, or seen by them."""
    with transaction():
        speaker = people.recognised(visit.workspace_id, visit.visitor_token)
        if speaker is not None:
            people.other_person(speaker)
