"""One visitor's run through a card. The server decides every outcome, once."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from hubapp.cards import Opened, opened
from hubapp.core.card_type import Accepted, NotAccepted, Outcome
from hubapp.core.flow import Step, next_step
from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Play, Submission, Tally
from hubapp.models.columns import now
from hubapp.services import delivery, people
from hubapp.services.visiting import entries
from hubapp.services.visiting.sources import known_of, receipts_of

_chance = random.SystemRandom()


@dataclass(frozen=True)
class Visit:
    """Who is where: the card as the version in play shows it. nonce: of the page that begins a
    play; a second click carries the same one, so it finds the same play."""

    hub_id: int
    workspace_id: int
    version_id: int
    snapshot: HubSnapshot
    card: CardSnapshot
    contact_token: str | None = None
    nonce: str = ""
    play_token: str = ""
    captured: Mapping[str, str] | None = None

    def token(self) -> str:
        """The token of the play that this visit is about."""
        return self.play_token or hashlib.sha256(f"play:{self.nonce}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Went:
    """The visitor goes on: where the play is, and the cookie that says who they are; empty: the
    play is somebody else's, whose cookie is not given away."""

    play_token: str
    contact_token: str


@dataclass(frozen=True)
class Standing:
    """Where a play stands, for its page."""

    step: Step
    answers: Sequence[Any]
    outcome: Outcome | None
    captured: Mapping[str, str]


def play_of(token: str) -> Play | None:
    """The play with this token."""
    return db.session.scalars(select(Play).where(Play.token == token)).one_or_none()


def submission_of(play: Play) -> Submission | None:
    """The form sent in this play, if any."""
    query = select(Submission).where(Submission.play_id == play.id)
    return db.session.scalars(query).one_or_none()


def standing(card: CardSnapshot, play: Play | None) -> Standing:
    """Where the play stands; at its beginning when there is none yet."""
    answers = list(play.answers) if play else []
    submitted = play is not None and submission_of(play) is not None
    outcome = Outcome(**play.outcome) if play and play.outcome else None
    step = next_step(card.form, submitted, steps_of(card), len(answers))
    return Standing(step, answers, outcome, dict(play.captured) if play else {})


def steps_of(card: CardSnapshot) -> int:
    """How many answers the card takes."""
    open_card = opened_card(card)
    return open_card.type.steps(open_card.content) if open_card else 0


def opened_card(card: CardSnapshot) -> Opened | None:
    """The card's type and content; None for one that this release cannot show."""
    return opened(card.kind, card.schema, card.content)


def answer(visit: Visit, step: int, raw: Sequence[str]) -> Went | NotAccepted:
    """Take the answer to ``step`` (from 0). A step that was answered before is left as it is, so
    a double click or a reload changes nothing."""
    # Before anything is written: a refused answer begins no play.
    read = _read(visit, step, raw)
    if isinstance(read, NotAccepted):
        return read
    try:
        return _take(visit, step, read)
    except IntegrityError:
        # The same click came twice at the same moment: the other one made the play.
        return _take(visit, step, read)


def _read(visit: Visit, step: int, raw: Sequence[str]) -> Accepted | NotAccepted | None:
    """None: it is not this step's turn."""
    open_card, at = opened_card(visit.card), standing(visit.card, play_of(visit.token()))
    if open_card is None or not _is_next(at, step):
        return None
    return open_card.type.check_answer(open_card.content, step, raw)


def _is_next(at: Standing, step: int) -> bool:
    return at.step is Step.PLAY and step == len(at.answers)


def _take(visit: Visit, step: int, read: Accepted | None) -> Went:
    with transaction():
        play, contact = open_play(visit)
        went = Went(play.token, contact.token if is_own(visit, contact) else "")
        at = standing(visit.card, play)
        if read is not None and _is_next(at, step):
            if not at.answers:
                entries.admit_answer(visit.hub_id, visit.snapshot, visit.card, contact.token)
            play.answers = [*at.answers, read.answer]
            if settle(visit, play):
                delivery.wake_after_commit(_tell(visit, play, contact))
    return went


def is_own(visit: Visit, contact: Contact) -> bool:
    """The visit is by the browser of this contact: it has its cookie, or the page on which the play
    began (its nonce was in no address). The address of a play proves nothing: it can be shared."""
    return bool(visit.nonce) or visit.contact_token == contact.token


def open_play(visit: Visit) -> tuple[Play, Contact]:
    """The play of this visit, begun if need be, and whose it is; in the caller's transaction."""
    token = visit.token()
    play = db.session.scalars(
        select(Play).where(Play.token == token).with_for_update()
    ).one_or_none()
    if play is not None:
        return play, db.session.get_one(Contact, play.contact_id)
    contact = people.contact_for(visit.workspace_id, visit.contact_token)
    play = Play(
        token=token,
        hub_id=visit.hub_id,
        version_id=visit.version_id,
        card_id=visit.card.id,
        contact_id=contact.id,
        answers=[],
        captured=dict(visit.captured or {}),
    )
    db.session.add(play)
    db.session.flush()
    return play, contact


def settle(visit: Visit, play: Play, submitted: bool = False) -> bool:
    """Decide the outcome when everything is answered. True: decided just now."""
    open_card = opened_card(visit.card)
    if open_card is None or play.outcome is not None:
        return False
    card_type, content = open_card
    steps = card_type.steps(content)
    if len(play.answers) < steps or (steps == 0 and not submitted):
        return False
    outcome = card_type.outcome(content, play.answers, _chance)
    play.outcome = {"values": dict(outcome.values), "screen": dict(outcome.screen)}
    play.finished_at = now()
    if not entries.waits(visit.card):
        count(visit, play)
    return True


def count(visit: Visit, play: Play) -> None:
    """Add the play to the counters of its card."""
    open_card = opened_card(visit.card)
    keys = open_card.type.tally_keys(open_card.content, play.answers) if open_card else ()
    for key in keys:
        _count(visit.hub_id, visit.card.id, key)


def _tell(visit: Visit, play: Play, contact: Contact) -> list[delivery.Lane]:
    """The play tells more than its start form did; without a form, what is known of the contact
    says whose answers they are. An end form is yet to come and tells it all."""
    submission = submission_of(play)
    form = visit.card.form
    if submission is None and form is not None:
        return []
    fields = submission.values if submission else people.lasting(contact)
    public_id = submission.public_id if submission else ""
    time = now()
    outcome = Outcome(**play.outcome) if play.outcome else None
    known = known_of(visit.snapshot, visit.card, fields, play.answers, outcome, public_id, time)
    return delivery.add_deliveries(
        visit.hub_id,
        known,
        receipts_of(visit.snapshot),
        card_id=visit.card.id,
        play_id=play.id,
        time=time,
    )


def _count(hub_id: int, card_id: str, key: str) -> None:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Tally).values(hub_id=hub_id, card_id=card_id, key=key, count=1)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["hub_id", "card_id", "key"], set_={"count": Tally.count + 1}
        )
    )


def tally_of(hub_id: int, card_id: str) -> dict[str, int]:
    """Counter -> count of a card."""
    query = select(Tally.key, Tally.count).where(Tally.hub_id == hub_id, Tally.card_id == card_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
