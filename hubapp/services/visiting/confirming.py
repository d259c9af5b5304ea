"""A form that asks for an email may have it confirmed: what the form tells waits until a mailed
code was typed, the visitor goes on without it, or half an hour has gone. Meanwhile a mistyped
address is put right, so that nothing is sent to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, select

from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.snapshot import FieldSnapshot, FormSnapshot
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import CodeGate, Hub, MailedCode, Play, Speaker, Submission
from hubapp.models.activity import VERIFIED
from hubapp.models.columns import now
from hubapp.services import delivery, people
from hubapp.services.editing import snapshot_of_version
from hubapp.services.people import SITTING
from hubapp.services.visiting import entries
from hubapp.services.visiting.activities import (
    form_sent_in,
    known_to,
    put_right,
    record,
    submission_of,
)
from hubapp.services.visiting.codes import (
    WINDOW,
    Say,
    Tried,
    mail_code,
    mark_of,
    new_code,
    tried,
)
from hubapp.services.visiting.plays import browser_of
from hubapp.services.visiting.submissions import deliver, email_in
from hubapp.services.visiting.telling import tell_earlier
from hubapp.services.visiting.visit import Visit

MOST_CHANGES = 3
"""Corrections of one form's address: each may mail a stranger."""
CHUNK = 100
_NONE_LEFT = Words("The address was changed three times. Go on without the code.")
_LATER = Words("Three codes an hour are the most for one address. Try again later.")


class Waiting(NamedTuple):
    """A form whose address is being confirmed. mailed: a code is on its way or there."""

    email: str
    mailed: bool


class _Locked(NamedTuple):
    row: MailedCode
    play: Play
    submission: Submission
    field: FieldSnapshot
    email: str


def waiting(visit: Visit, play: Play) -> Waiting | None:
    """What the page of a play asks for first; None: nothing. Only reads."""
    form = visit.card.form
    if form is None or not form.confirm:
        return None
    row = db.session.scalars(_of_play(play.id)).one_or_none()
    submission = submission_of(play.id) if row is not None else None
    found = email_in(form, submission.values) if submission is not None else None
    if row is None or found is None:
        return None
    return Waiting(found[1], row.mailed_at is not None)


def ask_for_code(visit: Visit, say: Say, again: bool = False) -> Words:
    """Mail a code for the form of a play; only the first one, unless the visitor asks for another.
    Returns why none was mailed."""
    with transaction():
        at = _locked(visit)
        if at is None or (at.row.mailed_at is not None and not again):
            return NOTHING
        code = new_code(at.row)
        if code:
            mail_code(at.email, visit.snapshot.name, code, say)
    return NOTHING if code else _LATER


def confirm(visit: Visit, typed: str) -> Tried:
    """The visitor has typed a code. With the right one the address is shown to be theirs, and what
    their form said goes out."""
    with transaction():
        at = _locked(visit)
        if at is None:
            return Tried.RIGHT
        verdict = tried(at.row, typed)
        if verdict is Tried.RIGHT:
            at.submission.confirmed_at = now()
            _is_shown(at)
            record(VERIFIED, at.play, {}, now())
            _release(visit, at)
    return verdict


def _is_shown(at: _Locked) -> None:
    speaker = db.session.get(Speaker, at.play.speaker_id) if at.play.speaker_id else None
    if speaker is None or speaker.standing == people.GONE or speaker.contact_id is None:
        return
    contact = people.contact_with_email(speaker, at.email)
    if contact is not None:
        people.prove(speaker, contact, at.play.hub_id)


def correct(visit: Visit, raw: Sequence[str], say: Say) -> Words:
    """Put another address in place of a mistyped one, here and in what will be sent, and mail a
    code to it. Returns why not. Raises NoTurn when the other address has had its turn."""
    form = visit.card.form
    with transaction():
        at = _locked(visit)
        if at is None or form is None:
            return NOTHING
        read = _read(at.field, raw)
        if isinstance(read, Unclean):
            return read.sentence
        if read.value != at.email:
            if at.row.changes >= MOST_CHANGES:
                return _NONE_LEFT
            _put_right(visit, at, str(read.value))
    return ask_for_code(visit, say, again=True)


def _read(field: FieldSnapshot, raw: Sequence[str]) -> Clean | Unclean:
    kind = field_kind_of(field.kind)
    if kind is None:
        return Clean(None)
    # Required: an address that is taken back cannot be confirmed.
    return kind.clean(raw, field.options, True, field.label)


def _put_right(visit: Visit, at: _Locked, email: str) -> None:
    key = at.field.key
    if entries.counts(visit.card, key) and not at.play.test:
        mark, told = browser_of(at.play), {key: email}
        entries.admit_form(visit.hub_id, visit.snapshot, visit.card, mark, told, begins=False)
    speaker = db.session.get(Speaker, at.play.speaker_id) if at.play.speaker_id else None
    if at.play.test and speaker is not None:
        people.keep_told(speaker, visit.hub_id, {key: email})
    elif speaker is not None:
        contact = people.correct(speaker, visit.hub_id, key, email)
        at.play.contact_id = at.submission.contact_id = contact.id
    at.submission.values = {**at.submission.values, key: email}
    at.submission.corrected_at = now()
    put_right(at.play, f"field.{key}", email)
    at.row.mark, at.row.code, at.row.mailed_at = mark_of(visit.workspace_id, email), "", None
    at.row.changes += 1


def go_on_without(visit: Visit) -> None:
    """The visitor does not want to confirm the address: it stays what they say."""
    with transaction():
        at = _locked(visit)
        if at is not None:
            _release(visit, at)


def _release(visit: Visit, at: _Locked) -> None:
    """What the form said goes out, and what was played before it."""
    lanes: list[delivery.Lane] = []
    if at.row.first and at.play.speaker_id is not None:
        lanes += tell_earlier(at.play.speaker_id, at.play.hub_id, at.play.id)
    sent = form_sent_in(at.play.id)
    if sent is not None:
        # Without a consent that was taken back meanwhile.
        lanes += deliver(visit, at.play, at.submission, sent, known_to(sent))
    db.session.delete(at.row)
    delivery.wake_after_commit(lanes)


def _locked(visit: Visit) -> _Locked | None:
    """The play before what hangs on it, as whoever plays it takes them."""
    query = select(Play).where(Play.token == visit.play_token).with_for_update()
    play = db.session.scalars(query).one_or_none()
    if play is None:
        return None
    row = db.session.scalars(_of_play(play.id).with_for_update()).one_or_none()
    submission = submission_of(play.id) if row is not None else None
    form: FormSnapshot | None = visit.card.form
    if row is None or submission is None or form is None:
        return None
    found = email_in(form, submission.values)
    return _Locked(row, play, submission, *found) if found is not None else None


def _of_play(play_id: int) -> Select[Any]:
    return select(MailedCode).where(MailedCode.play_id == play_id)


def end_waiting() -> None:
    """A chunk of the forms that have waited for their code for a sitting: what they said goes out,
    in a transaction each; and what is left of codes that nobody waits for is forgotten."""
    ended = now() - SITTING
    old = select(MailedCode.play_id).where(
        MailedCode.created_at < ended, MailedCode.play_id.is_not(None)
    )
    ids = db.session.scalars(old.order_by(MailedCode.created_at).limit(CHUNK)).all()
    left = db.session.scalar(
        select(MailedCode.id)
        .where(MailedCode.play_id.is_(None), MailedCode.created_at < now() - WINDOW)
        .limit(1)
    )
    gates = db.session.scalar(
        select(CodeGate.mark).where(CodeGate.window_start < now() - WINDOW).limit(1)
    )
    end_reading()
    for play_id in ids:
        if play_id is not None:
            _end(play_id)
    if left is not None or gates is not None:
        _forget()


def _end(play_id: int) -> None:
    with transaction():
        play = db.session.get(Play, play_id)
        card = snapshot_of_version(play.version_id).card(play.card_id) if play else None
        if play is None or card is None:
            db.session.execute(delete(MailedCode).where(MailedCode.play_id == play_id))
            return
        visit = Visit(
            play.hub_id,
            db.session.get_one(Hub, play.hub_id).workspace_id,
            play.version_id,
            snapshot_of_version(play.version_id),
            card,
            play_token=play.token,
            test=play.test,
        )
        at = _locked(visit)
        if at is not None:
            _release(visit, at)
        else:
            # Somebody has erased what it was about.
            db.session.execute(delete(MailedCode).where(MailedCode.play_id == play_id))


def _forget() -> None:
    quietly = {"synchronize_session": False}
    old = now() - WINDOW
    with transaction() as session:
        session.execute(
            delete(MailedCode)
            .where(MailedCode.play_id.is_(None), MailedCode.created_at < old)
            .execution_options(**quietly)
        )
        session.execute(
            delete(CodeGate).where(CodeGate.window_start < old).execution_options(**quietly)
        )
