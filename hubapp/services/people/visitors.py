"""Browsers and whom they speak for. These pieces join the caller's transaction and do not commit.

A visitor is a browser, anonymous by itself. What it says of a person holds for a stretch, the
speaker, until it says that it is somebody else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, select

from hubapp.core.staying import MONTH, NEVER, USUAL, WEEK, Staying
from hubapp.doors.rows import write
from hubapp.extensions import db
from hubapp.models import Contact, Speaker, Visitor
from hubapp.models.columns import now

SITTING = timedelta(minutes=30)
"""After so long a silence, whoever names nothing that was said before may be somebody else."""
CLAIMED, VERIFIED, GONE = "claimed", "verified", "gone"
"""The standings of a speaker, see ``models/visitor``."""
NAMED = timedelta(days=30)
"""So long a browser speaks for whoever named themselves on it."""
UNCLAIMED = timedelta(days=7)
"""So long, where a hub wants it, answers that nobody has put a name to wait for one."""
# Each visitor's post waits for these, and to make a statement anew takes longer than to run it.
_BY_MARK = (
    select(Visitor.id, Speaker)
    .outerjoin(Speaker, and_(Speaker.visitor_id == Visitor.id, Speaker.ended_at.is_(None)))
    .where(Visitor.mark == bindparam("mark"))
)


class Here(NamedTuple):
    """Who speaks, and the token for the browser's cookie. began: just now, in this transaction, so
    that nothing of them is in any table yet."""

    speaker: Speaker
    token: str
    began: bool = False


def speaker_for(workspace_id: int, token: str | None, staying: Staying = USUAL) -> Here:
    """The speaker of a visitor's cookie in this workspace; of a new visitor without one. staying:
    how long who is taken for whom, see ``core/staying``."""
    token = token or secrets.token_urlsafe(16)
    mark = mark_of(workspace_id, token)
    visitor_id, found = db.session.execute(_BY_MARK, {"mark": mark}).one_or_none() or (None, None)
    if found is None:
        return Here(_begin(visitor_id or _new_visitor(workspace_id, mark)), token, began=True)
    if is_over(found, staying):
        return Here(successor(found), token, began=True)
    if sits_still(found) or is_unnamed(found):
        found.last_at = now()
    return Here(found, token)


def recognised(workspace_id: int, token: str | None, staying: Staying = USUAL) -> Speaker | None:
    """Who speaks now for a cookie, for a page that only reads; None: nobody yet, or no more."""
    if not token:
        return None
    found = db.session.scalars(_open_speaker(workspace_id, token)).one_or_none()
    return None if found is None or is_over(found, staying) else found


def shown_contact(workspace_id: int, token: str | None, external_id: str = "") -> int | None:
    """The contact that this browser has shown to be: by a code or a signed link, in this sitting;
    or by a link that it came by just now, before anybody did anything on it. external_id: what that
    shows; None: it has not."""
    speaker = recognised(workspace_id, token)
    if speaker is not None and speaker.standing == VERIFIED and sits_still(speaker):
        return speaker.contact_id
    if not external_id or speaker is not None:
        return None
    theirs = Contact.workspace_id == workspace_id, Contact.external_id == external_id
    return db.session.scalar(select(Contact.id).where(*theirs))


def speaker_of_same(speaker_id: int, staying: Staying = USUAL) -> Here:
    """Who speaks now in the browser of this speaker; its cookie is not known. For browsers that
    keep no cookie, once something else has shown that it is the same."""
    speaker = db.session.get_one(Speaker, speaker_id)
    query = select(Speaker).where(
        Speaker.visitor_id == speaker.visitor_id, Speaker.ended_at.is_(None)
    )
    found = db.session.scalars(query).one_or_none() or _begin(speaker.visitor_id)
    return Here(successor(found) if is_over(found, staying) else found, "")


def speakers_of(workspace_id: int, token: str) -> Select[int]:
    """The ids of all who spoke on the browser with this cookie, but those that somebody came after
    in it."""
    return (
        select(Speaker.id)
        .join(Visitor, Visitor.id == Speaker.visitor_id)
        .where(is_cookie(workspace_id, token), Speaker.standing != GONE)
    )


def is_of(speaker_id: int, workspace_id: int, token: str) -> bool:
    """The browser with this cookie spoke then, and no other person has come since."""
    found = speakers_of(workspace_id, token).where(Speaker.id == speaker_id)
    return db.session.scalar(found) is not None


def _open_speaker(workspace_id: int, token: str) -> Any:
    return (
        select(Speaker)
        .join(Visitor, Visitor.id == Speaker.visitor_id)
        .where(is_cookie(workspace_id, token), Speaker.ended_at.is_(None))
    )


def is_cookie(workspace_id: int, token: str) -> ColumnElement[bool]:
    """The visitor is the browser with this cookie."""
    return Visitor.mark == mark_of(workspace_id, token)


def mark_of(workspace_id: int, token: str) -> str:
    """What a cookie is known by in a workspace. Nobody guesses a token of 128 random bits, so
    neither is it read from its mark, nor are two workspaces' marks of one browser joined."""
    text = f"visitor {workspace_id} {token}".encode()
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _new_visitor(workspace_id: int, mark: str) -> int:
    visitor = Visitor(workspace_id=workspace_id, mark=mark)
    write(visitor)
    return visitor.id


def _begin(visitor_id: int) -> Speaker:
    speaker = Speaker(visitor_id=visitor_id, claims={}, standing=CLAIMED, last_at=now())
    write(speaker)
    return speaker


def other_person(speaker: Speaker) -> Speaker:
    """Somebody else speaks from now on in the same browser, and sees nothing of the one before."""
    speaker.standing = GONE
    return successor(speaker)


def successor(speaker: Speaker) -> Speaker:
    """Nobody is known to speak from now on in the same browser."""
    speaker.ended_at = now()
    # One is open at a time.
    db.session.flush()
    return _begin(speaker.visitor_id)


def sits_still(speaker: Speaker) -> bool:
    """The last act was a moment ago."""
    return now() - speaker.last_at < SITTING


def is_unnamed(speaker: Speaker) -> bool:
    """Nobody has said, by an address or a link, who it is."""
    return speaker.contact_id is None and not speaker.claims


def is_over(speaker: Speaker, staying: Staying = USUAL) -> bool:
    """Nobody would still take this browser for the same person's. Whoever came by a link stays for
    the visit even where nobody stays named: it is the link that says who they are."""
    if staying.named == NEVER and ("email" in speaker.claims or "phone" in speaker.claims):
        return True
    if is_unnamed(speaker):
        lasts = UNCLAIMED if staying.answers == WEEK else SITTING
    else:
        lasts = NAMED if staying.named == MONTH else SITTING
    return now() - speaker.last_at >= lasts
