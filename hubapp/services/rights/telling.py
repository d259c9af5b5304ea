"""What an erasure would mean, and what became of it. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hubapp.core.destination import Rights
from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Delivery, Erasure, ErasureStep, Play, Submission
from hubapp.services import delivery
from hubapp.services.rights import sent
from hubapp.services.rights.persons import person_of

MOST = 500
"""Submissions, plays and deliveries that are looked at for whose profiles are meant."""


@dataclass(frozen=True)
class At:
    """What a destination has of a person, before it is erased. profile: within a sentence."""

    hub_name: str
    destination: str
    profile: Words
    needs: Words
    may_delete: bool


def at_destinations(workspace_id: int, contact_id: int) -> list[At]:
    """Whose profiles would be meant if this contact were erased. Only reads."""
    person = person_of(workspace_id, [contact_id])
    submissions = select(Submission.id).where(Submission.contact_id.in_(person.contacts))
    plays = select(Play.id).where(Play.contact_id.in_(person.contacts))
    pairs = [
        *delivery.of_submissions(db.session.scalars(submissions.limit(MOST)).all()),
        *delivery.of_plays(db.session.scalars(plays.limit(MOST)).all()),
        *sent.of_one(person),
    ]
    ids = sorted({id_ for _, id_ in pairs})[:MOST]
    query = select(Delivery).where(Delivery.id.in_(ids), Delivery.person != "")
    found: dict[tuple[int, str], At] = {}
    for row in db.session.scalars(query.order_by(Delivery.id)):
        found.setdefault((row.account_id, row.person), _at(row))
    return list(found.values())


def _at(row: Delivery) -> At:
    destination = destination_of(row.connection.kind)
    rights = destination.rights if destination else Rights()
    rule, _, identity = row.person.partition(":")
    record = Record(row.person, rule, identity, "")
    may = rights.deletion(row.connection.account.settings, "", record) is not None
    label = destination.label if destination else row.connection.kind
    return At(row.connection.hub.name, label, rights.profile(record), rights.needs, may)


def erasure_of(workspace_id: int, erasure_id: int) -> Erasure:
    """One of a workspace. Raises NotFoundHere."""
    found = db.session.get(Erasure, erasure_id)
    if found is None or found.workspace_id != workspace_id:
        raise NotFoundHere
    return found


def erasures(workspace_id: int, most: int = 50) -> Sequence[Erasure]:
    """The newest first."""
    query = select(Erasure).where(Erasure.workspace_id == workspace_id)
    return db.session.scalars(query.order_by(Erasure.id.desc()).limit(most)).all()


_STATES = {
    "waiting": Words("waits for an answer"),
    "done": Words("done"),
    "refused": Words("not done"),
    "by_hand": Words("not done"),
}


def account_of(erasure: Erasure) -> list[Words]:
    """What is done and what is not, in sentences."""
    told = [
        Words("Still being erased here; a worker goes on with it.")
        if erasure.state == "running"
        else Words("Nothing of this person is here any more.")
    ]
    for step in erasure.steps:
        said = {"destination": _label(step), "hub": step.hub_name, "state": _STATES[step.state]}
        line = Words("%(destination)s, for the hub %(hub)s: %(state)s.", **said)
        told.append(Words("%(line)s %(why)s", line=line, why=step.words) if step.words else line)
    if not erasure.steps and erasure.state == "done":
        told.append(Words("Nothing had been sent to a destination."))
    return told


def _label(step: ErasureStep) -> str:
    destination = destination_of(step.kind)
    return destination.label if destination else step.kind
