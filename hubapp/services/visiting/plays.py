"""One visitor's run through a card. The server decides every outcome, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.exc import IntegrityError

from hubapp.cards import Opened, opened
from hubapp.core.card_type import Accepted, NotAccepted, Outcome
from hubapp.core.flow import Step, next_step
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.doors.rows import write
from hubapp.extensions import db
from hubapp.models import Activity, Play, Speaker, Submission
from hubapp.models.activity import FINISHED
from hubapp.models.columns import now
from hubapp.services import delivery, people, stock
from hubapp.services.visiting import asked, awarding, entries, tallies
from hubapp.services.visiting.activities import submission_of
from hubapp.services.visiting.sources import ids_in, without_ids
from hubapp.services.visiting.telling import ended, event_of, tell
from hubapp.services.visiting.visit import Visit

_BY_TOKEN = select(Play).where(Play.token == bindparam("token"))
_LOCKED = _BY_TOKEN.with_for_update()


@dataclass(frozen=True)
class Went:
    """The visitor goes on: where the play is, and the token of the browser's cookie; empty: it
    keeps none, or the play is somebody else's."""

    play_token: str
    visitor_token: str


@dataclass(frozen=True)
class Standing:
    """Where a play stands, for its page."""

    step: Step
    answers: Sequence[Any]
    outcome: Outcome | None
    captured: Mapping[str, str]


def play_of(token: str) -> Play | None:
    """The play with this token."""
    return db.session.scalars(_BY_TOKEN, {"token": token}).one_or_none()


def standing(card: CardSnapshot, play: Play | None) -> Standing:
    """Where the play stands; at its beginning when there is none yet."""
    answers = list(play.answers) if play else []
    submitted = play is not None and submission_of(play.id) is not None
    outcome = stock.outcome_of(play)
    step = next_step(card.form, submitted, steps_of(card), len(answers))
    return Standing(step, answers, outcome, dict(play.captured) if play else {})


def shown_to_others(card: CardSnapshot, play: Play) -> list[tuple[Words, str]]:
    """Label and value of what may be seen of a play by somebody whose it is not."""
    open_card = opened_card(card)
    if open_card is None or not play.outcome:
        return []
    values = Outcome(**play.outcome).values
    return [
        (output.label, str(values[output.key]))
        for output in open_card.type.outputs(open_card.content)
        if output.shared and values.get(output.key) not in (None, "")
    ]


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
        return _take(visit, step, read, raw)
    except IntegrityError:
        # The same click came twice at the same moment: the other one made the play.
        return _take(visit, step, read, raw)
    except asked.CodeUsed:
        return asked.USED


def _read(visit: Visit, step: int, raw: Sequence[str]) -> Accepted | NotAccepted | None:
    """None: it is not this step's turn."""
    open_card, at = opened_card(visit.card), standing(visit.card, play_of(visit.token()))
    if open_card is None or not _is_next(at, step):
        return None
    read = open_card.type.check_answer(open_card.content, step, raw)
    if isinstance(read, NotAccepted):
        return read
    return asked.unknown(open_card, visit.hub_id, visit.card.id, step, raw) or read


def _is_next(at: Standing, step: int) -> bool:
    return at.step is Step.PLAY and step == len(at.answers)


def _take(visit: Visit, step: int, read: Accepted | None, raw: Sequence[str]) -> Went:
    with transaction():
        opened_play = open_play(visit)
        if opened_play is None:
            return Went(visit.token(), "")
        play, here, begun = opened_play
        at = standing(visit.card, None if begun else play)
        if read is not None and _is_next(at, step):
            if not (at.answers or play.test):
                entries.admit_answer(visit.hub_id, visit.snapshot, visit.card, browser(here))
            if not play.test:
                asked.use(visit.card, visit.hub_id, step, raw)
            play.answers = [*at.answers, read.answer]
            submission = submission_of(play.id) if visit.card.form and not begun else None
            finished = settle(visit, play, submission)
            if finished is not None:
                delivery.wake_after_commit(_tell(visit, play, submission, finished))
        keep(play)
        went = Went(play.token, here.token)
    return went


def _ends_with_form(card: CardSnapshot) -> bool:
    return card.form is not None and card.form.placement == "end"


def is_own(visit: Visit, play: Play) -> bool:
    """The play is of the browser that visits: it has its cookie, or the page on which the play
    began (its nonce was in no address), and nobody else has come since. The address of a play
    proves nothing: it can be shared."""
    if visit.nonce:
        return True
    if play.speaker_id is None:
        # Begun before plays had one: whoever goes on with it.
        return play.finished_at is None
    if visit.visitor_token:
        return people.is_of(play.speaker_id, visit.workspace_id, visit.visitor_token)
    return visit.same_browser


def browser(here: people.Here) -> str:
    """By what a browser's turns are counted: its cookie; without one, what is kept of it."""
    return here.token or f"kept {here.speaker.visitor_id}"


def browser_of(play: Play) -> str:
    """The same for the browser of a play, whose cookie is not at hand."""
    speaker = db.session.get(Speaker, play.speaker_id) if play.speaker_id else None
    return f"kept {speaker.visitor_id}" if speaker else f"play {play.id}"


class OpenPlay(NamedTuple):
    """A play that goes on, and who speaks. begun: just now, so that it has no row yet, see
    ``keep``."""

    play: Play
    here: people.Here
    begun: bool


def open_play(visit: Visit) -> OpenPlay | None:
    """The play of this visit, begun if need be, and who speaks; in the caller's transaction. None:
    it is somebody else's."""
    token = visit.token()
    play = db.session.scalars(_LOCKED, {"token": token}).one_or_none()
    if play is not None and not is_own(visit, play):
        return None
    here = _here(visit, play)
    if play is not None:
        if play.contact_id is None:
            if play.speaker_id != here.speaker.id:
                play.captured = without_ids(play.captured)
            elif ids_in(play.captured):
                # The link says who they are, however long they thought about it.
                here.speaker.last_at = now()
            play.speaker_id, play.contact_id = here.speaker.id, here.speaker.contact_id
        return OpenPlay(play, here, begun=False)
    captured = dict(visit.captured or {})
    if not people.came_by(here.speaker, visit.link):
        captured = without_ids(captured)
    play = Play(
        token=token,
        hub_id=visit.hub_id,
        version_id=visit.version_id,
        card_id=visit.card.id,
        speaker_id=here.speaker.id,
        contact_id=here.speaker.contact_id,
        answers=[],
        captured=captured,
        source=visit.source,
        test=visit.test,
        # In no figure.
        counted=visit.test,
    )
    return OpenPlay(play, here, begun=True)


def keep(play: Play) -> None:
    """Write a play that was begun just now. Its caller has changed it until then, so that it takes
    one statement."""
    if inspect(play).transient:
        write(play)


def _here(visit: Visit, play: Play | None) -> people.Here:
    staying = visit.snapshot.staying
    if not visit.cookie() and play is not None and play.speaker_id is not None:
        return people.speaker_of_same(play.speaker_id, staying)
    here = people.speaker_for(visit.workspace_id, visit.cookie() or None, staying)
    if play is not None or visit.link is None:
        return here
    hub = visit.workspace_id, visit.hub_id
    return here._replace(speaker=people.arrive(here.speaker, hub, visit.link))


def settle(visit: Visit, play: Play, submission: Submission | None = None) -> Activity | None:
    """Decide the outcome when everything is answered, and keep the play. submission: the form sent
    in the play.
    Returns what happened: the play has come to its end; None: not just now."""
    open_card = opened_card(visit.card)
    if open_card is None or play.outcome is not None:
        return None
    card_type, content = open_card
    steps = card_type.steps(content)
    if len(play.answers) < steps or (steps == 0 and submission is None):
        return None
    awarding.decide(open_card, play)
    play.finished_at = now()
    keep(play)
    if submission is not None or not _ends_with_form(visit.card):
        awarding.award(visit.card, play)
    if not entries.waits(visit.card):
        count(visit, play)
    return ended(FINISHED, (visit.snapshot, visit.card), play, submission, play.finished_at)


def count(visit: Visit, play: Play) -> None:
    """Add the play to the counters of its card, unless it is a test."""
    open_card = opened_card(visit.card)
    if open_card is not None and not play.test:
        keys = open_card.type.tally_keys(open_card.content, play.answers)
        tallies.add_to_tally(visit.hub_id, visit.card.id, keys)


def _tell(
    visit: Visit, play: Play, submission: Submission | None, finished: Activity
) -> list[delivery.Lane]:
    """The play tells more than its start form did; without a form, what this visitor told this hub
    says whose answers they are. An end form is yet to come and tells it all."""
    if submission is None and visit.card.form is not None:
        return []
    return tell(visit.snapshot, finished, submission, event_of(play, submission))
