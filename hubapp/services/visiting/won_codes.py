"""A code that a play gave: seen again, and mailed to whoever has it and asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import select

from hubapp.core.card_type import Outcome
from hubapp.core.field_kind import Unclean
from hubapp.core.flow import Step
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.spoken import masked_email
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Hub, MailedCode, Play
from hubapp.services import mailing, stock
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.activities import submission_of
from hubapp.services.visiting.codes import Say, mark_of, may_mail
from hubapp.services.visiting.plays import play_of, standing
from hubapp.services.visiting.submissions import email_in
from hubapp.services.visiting.visit import Visit

_KIND = "won_code"
_EMAIL = "email"
"""The kind of field whose values are mailed to."""
_CODE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for the code in a mail that waits: the code itself is put in when the mail goes, and not
any more once its winner was forgotten."""
_LATER = Words("Three mails an hour are the most. Try again later.")


class WonCode(NamedTuple):
    """A code, and what it is good for, as the version of then said it. card: its title."""

    code: str
    title: str
    card: str
    at: datetime


class Posted(NamedTuple):
    """to: where the mail goes, so far as its owner knows it by; wrong: why it does not go."""

    to: Words = NOTHING
    wrong: Words = NOTHING


def may_be_mailed(visit: Visit, play: Play) -> str | None:
    """The address to which the code of a play would go, empty when none was given with its form;
    None: it has no code to show. Only reads."""
    if not _code_of(visit.card, play):
        return None
    submission = submission_of(play.id) if visit.card.form else None
    if submission is None or visit.card.form is None:
        return ""
    found = email_in(visit.card.form, submission.values)
    return found[1] if found else ""


def _code_of(card: CardSnapshot, play: Play) -> str:
    """Empty while its play is under way, and where nothing was given."""
    outcome = _ended(card, play)
    return str(outcome.screen.get("code", "")) if outcome else ""


def _ended(card: CardSnapshot, play: Play) -> Outcome | None:
    if play.outcome is None or not _has_code(Outcome(**play.outcome)):
        return None
    at = standing(card, play)
    return at.outcome if at.step is Step.RESULT else None


def _has_code(outcome: Outcome) -> bool:
    return bool(outcome.award or outcome.screen.get("code"))


def mail_won_code(visit: Visit, typed: str, say: Say) -> Posted:
    """Mail the code of a play: to the address that was given with its form, or, without one, to
    what is typed now. At most three an hour for a play, and for an address."""
    with transaction():
        play = db.session.scalars(
            select(Play).where(Play.token == visit.play_token).with_for_update()
        ).one_or_none()
        email = may_be_mailed(visit, play) if play is not None else None
        if play is None or email is None:
            return Posted()
        if not email:
            kind = field_kind_of(_EMAIL)
            read = kind.clean([typed], {}, True, say(kind.label)) if kind else Unclean(NOTHING)
            if isinstance(read, Unclean):
                return Posted(wrong=read.sentence)
            email = str(read.value)
        turns = (f"play {play.id}", email)
        if not all(may_mail(mark_of(visit.workspace_id, each)) for each in turns):
            return Posted(wrong=_LATER)
        mailing.post_later(_KIND, _letter(visit, play, email, say))
    return Posted(masked_email(email))


def _letter(visit: Visit, play: Play, email: str, say: Say) -> str:
    hub, outcome = db.session.get_one(Hub, visit.hub_id), Outcome(**(play.outcome or {}))
    subject = Words("Your code from %(hub)s", hub=visit.snapshot.name)
    text = Words(
        "%(title)s\n\nYour code: %(code)s\n\nYou see it again under “Your data”:\n%(where)s\n\n"
        "You did not ask for this mail? Then somebody has mistyped their address. You need not do "
        "anything.",
        title=_title_of(outcome) or visit.card.title,
        code=_CODE,
        where=mailing.link_to(f"/h/{hub.slug}/your-data"),
    )
    said = {"play": play.token, "to": email, "subject": say(subject), "text": say(text)}
    return orjson.dumps(said).decode()


@mailing.written_by(_KIND)
def _written(about: str) -> mailing.Mail | None:
    """Whoever is erased meanwhile gets none: their play has another token."""
    said = orjson.loads(about)
    play = play_of(said["play"])
    outcome = stock.outcome_of(play)
    code = str(outcome.screen.get("code", "")) if outcome else ""
    if not code:
        return None
    return mailing.Mail(said["to"], said["subject"], said["text"].replace(_CODE, code))


def won_in(plays: Sequence[Play]) -> list[WonCode]:
    """The codes that these plays gave, in their order; but those whose form waits for its address
    to be confirmed, which show theirs afterwards."""
    query = select(MailedCode.play_id).where(MailedCode.play_id.in_([each.id for each in plays]))
    waiting = set(db.session.scalars(query))
    found = []
    for play in plays:
        card = snapshot_of_version(play.version_id).card(play.card_id)
        outcome = _ended(card, play) if card and play.id not in waiting else None
        code = str(outcome.screen.get("code", "")) if outcome else ""
        if card and outcome and code:
            at = play.finished_at or play.created_at
            found.append(WonCode(code, _title_of(outcome) or card.title, card.title, at))
    return found


def _title_of(outcome: Outcome) -> str:
    """What it is good for."""
    return str(outcome.screen.get("title") or outcome.screen.get("label") or "")
