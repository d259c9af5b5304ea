"""What one browser told one hub: its visitor sees it, takes a consent back, deletes it. Whose
address was typed proves nothing, so only what came from this browser's cookie counts; or what is
known of whoever a signed link or a mailed code has shown to be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Connection,
    Consent,
    Erasure,
    Play,
    Speaker,
    Submission,
    Withdrawal,
    Workspace,
)
from hubapp.models.columns import now
from hubapp.services import delivery, people, visiting
from hubapp.services.rights import facts, leaving, sent
from hubapp.services.rights.erasing import CHUNK, open_steps
from hubapp.services.rights.seeing import Agreed, Said, agreed, said_in

_MOST = 100
"""Plays whose codes are shown."""


@dataclass(frozen=True)
class Yours:
    """won: codes, newest first; plays: how many there were; shown: it is what is known of somebody
    who has shown that it is them, and not only what this browser told; shared: the other hubs of
    the workspace send it too."""

    said: Sequence[Said]
    agreed: Sequence[Agreed]
    won: Sequence[visiting.WonCode]
    plays: int
    shown: bool = False
    shared: bool = False

    @property
    def anything(self) -> bool:
        """There is something to delete."""
        return bool(self.said or self.agreed or self.plays)


@dataclass(frozen=True)
class Browser:
    """Who asks. token: of the browser's cookie; external_id: what the signed link shows by which
    it came in this visit."""

    workspace_id: int
    hub_id: int
    token: str | None
    external_id: str = ""


def told_here(who: Browser) -> Yours:
    """What this browser told the hub; of whoever has shown who they are, what is known of them."""
    mine = _mine(who)
    submissions = _submissions(mine, who.hub_id)
    return Yours(
        said_in(submissions),
        agreed(Consent.submission_id.in_([each.id for each in submissions])),
        _won(mine, who.hub_id),
        len(_plays(mine, who.hub_id)),
        mine.contact_id is not None,
        bool(
            db.session.scalar(select(Workspace.shares_told).where(Workspace.id == who.workspace_id))
        ),
    )


class _Mine(NamedTuple):
    speakers: Sequence[int]
    contact_id: int | None


def _mine(who: Browser) -> _Mine:
    """Whoever spoke on this browser, but those that somebody came after in it; and whoever else has
    said to be the contact that it has shown to be."""
    found: list[int] = []
    if who.token:
        mine = people.speakers_of(who.workspace_id, who.token)
        found += db.session.scalars(mine).all()
    shown = people.shown_contact(who.workspace_id, who.token, who.external_id)
    if shown is not None:
        theirs = select(Speaker.id).where(Speaker.contact_id == shown)
        found += db.session.scalars(theirs).all()
    return _Mine(sorted(set(found)), shown)


def _plays(mine: _Mine, hub_id: int) -> Sequence[int]:
    return db.session.scalars(select(Play.id).where(*_played(mine, hub_id))).all()


def _played(mine: _Mine, hub_id: int) -> tuple[ColumnElement[bool], ...]:
    theirs = Play.contact_id == (mine.contact_id or 0)
    return or_(Play.speaker_id.in_(mine.speakers), theirs), Play.hub_id == hub_id


def _won(mine: _Mine, hub_id: int) -> Sequence[visiting.WonCode]:
    query = select(Play).where(*_played(mine, hub_id), Play.finished_at.is_not(None))
    last = db.session.scalars(query.order_by(Play.id.desc()).limit(_MOST)).all()
    return visiting.won_in(last)


def _activities(mine: _Mine, hub_id: int) -> Sequence[int]:
    theirs = Activity.contact_id == (mine.contact_id or 0)
    query = select(Activity.id).where(
        or_(Activity.speaker_id.in_(mine.speakers), theirs), Activity.hub_id == hub_id
    )
    return db.session.scalars(query).all()


def _submissions(mine: _Mine, hub_id: int) -> Sequence[Submission]:
    """Newest first."""
    theirs = Submission.contact_id == (mine.contact_id or 0)
    query = (
        select(Submission)
        .join(Play, Play.id == Submission.play_id)
        .where(or_(Play.speaker_id.in_(mine.speakers), theirs), Submission.hub_id == hub_id)
        .order_by(Submission.id.desc())
    )
    return db.session.scalars(query).all()


def withdraw(who: Browser, consent_id: int) -> None:
    """Take a consent back, here and wherever it went. Once is enough: a second time changes
    nothing. Raises NotFoundHere when it is not this browser's, and for terms: whoever wants nothing
    kept of theirs deletes it."""
    hub_id = who.hub_id
    mine = [each.id for each in _submissions(_mine(who), hub_id)]
    consent = db.session.get(Consent, consent_id)
    if consent is None or not consent.given or consent.submission_id not in mine:
        raise NotFoundHere
    if consent.condition:
        raise NotFoundHere
    connections = db.session.scalars(
        select(Connection.id).where(Connection.hub_id == hub_id).order_by(Connection.id)
    ).all()
    with transaction() as session:
        # Connections before the submission, as a replay takes them.
        held = [delivery.hold_still(each) for each in connections]
        kept = session.get(Consent, consent_id)
        if kept is None or session.get(Withdrawal, consent_id) is not None:
            return
        submission = session.get_one(Submission, kept.submission_id, with_for_update=True)
        session.add(Withdrawal(consent_id=consent_id))
        # No later replay, and no connection that is yet to come, may give it again.
        submission.values = {**submission.values, kept.field_key: False}
        source = f"field.{kept.field_key}"
        activity_id = visiting.take_back(submission, source)
        for connection in held:
            if connection is not None and connection.state != "leaving":
                delivery.take_consent_back(connection, submission, source, activity_id)


def _empty_activities(erasure_id: int, acts: Sequence[int]) -> None:
    """Those in plays that somebody else went on with; the others are empty by now."""
    for at in range(0, len(acts), CHUNK):
        rows = list(delivery.of_activities(acts[at : at + CHUNK]))
        end_reading()
        sent.forget(erasure_id, rows, alone=True)
        facts.empty_activities(acts[at : at + CHUNK])


def delete_told(who: Browser) -> None:
    """Delete what this browser told this hub, and take it back at the destinations; what others
    told of the same address stays, unless it has shown that the address is theirs. Several
    transactions."""
    found, hub_id, workspace_id = _mine(who), who.hub_id, who.workspace_id
    speakers = found.speakers
    mine, plays = _submissions(found, hub_id), _plays(found, hub_id)
    acts = _activities(found, hub_id)
    ids, told = [each.id for each in mine], set().union(*map(facts.told_in, mine))
    contacts = {each.contact_id for each in mine if each.contact_id is not None}
    end_reading()
    if not ids and not plays and not acts:
        return
    with transaction() as session:
        erasure = Erasure(workspace_id=workspace_id, state="running", contacts=[], marks=[])
        session.add(erasure)
        session.flush()
        erasure_id = erasure.id
    for at in range(0, max(len(ids), len(plays)), CHUNK):
        some, played = ids[at : at + CHUNK], plays[at : at + CHUNK]
        rows = [*delivery.of_submissions(some), *delivery.of_plays(played)]
        end_reading()
        sent.forget(erasure_id, rows, alone=True)
        if some:
            facts.empty_submissions(some, contacts)
        facts.empty_plays(played)
    _empty_activities(erasure_id, acts)
    leaving.leave(speakers, hub_id)
    for contact_id in contacts:
        if not facts.delete_contacts([contact_id]):
            with transaction():
                # Something else hangs on the contact: other hubs, or what others told of them.
                people.unlearn(contact_id, told)
    with transaction() as session:
        erasure = session.get_one(Erasure, erasure_id)
        erasure.state = "sent" if open_steps(erasure) else "done"
        erasure.ended_at = now() if erasure.state == "done" else None
