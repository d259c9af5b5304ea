"""Tell the winners of a draw: by mail, each once, and to the connections that map *Winner*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hubapp.core.errors import Problem, Refused
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Draw, DrawPlace, DrawTelling
from hubapp.models.columns import now
from hubapp.services import mailing
from hubapp.services.results.draws import Taken, ours, taken
from hubapp.services.results.letter import NAME
from hubapp.services.results.winning import tell_connections

LONGEST_SUBJECT, LONGEST_TEXT = 150, 5000
_KIND, _APART = "winner", "\n\n"
_AGAIN = ("", "given_up", "not_sent", "no_address")
"""How a mail stands that has not gone out."""


class Letter(NamedTuple):
    """What is mailed. None in its place: no mail."""

    subject: str
    text: str


class Done(NamedTuple):
    """Of one press. mailed: mails on their way; nowhere: winners who have no address; out: those
    who are erased or disqualified since; known: winners of whom a connection is told."""

    mailed: int
    nowhere: int
    out: int
    known: int


def stands_in_the_way(each: Taken) -> str:
    """Why a winner is not told: ``erased``, ``disqualified`` since; empty: nothing is."""
    if each.entry is None:
        return "erased"
    return "disqualified" if each.entry.disqualified else ""


def may_be_told(each: Taken) -> bool:
    """It is a winner whom nothing keeps from being told."""
    return each.place.state == "winner" and not stands_in_the_way(each)


def may_be_mailed(each: Taken) -> bool:
    """Such a one has an address, and no mail is on its way to it or was taken."""
    return each.place.mail in _AGAIN and each.entry is not None and bool(each.entry.address)


def tell_winners(
    hub_id: int, public_id: str, letter: Letter | None, line: str, user_id: int
) -> Done:
    """Tell all winners who are not told yet. A mail that no server took may be tried again; whoever
    has got one gets no second. line: what stands beneath the text.

    Raises NotFoundHere, and Refused for words that do not do or a draw that is not drawn.
    """
    wanted = _clean(letter) if letter else None
    with transaction() as session:
        draw = ours(session, hub_id, public_id)
        if draw.state != "drawn":
            raise Refused(Problem("", Words("Only the winners of a draw that stands are told.")))
        winners = [each for each in taken(draw) if each.place.state == "winner"]
        reached = [each for each in winners if may_be_told(each)]
        mailed, nowhere = _mail(draw, reached, wanted, line, user_id) if wanted else (0, 0)
        known = tell_connections(draw, [each.place for each in reached])
        for place, _ in reached:
            if place.mail == "waiting" or place.position in known:
                place.told_at = place.told_at or now()
    return Done(mailed, nowhere, len(winners) - len(reached), len(known))


def _clean(letter: Letter) -> Letter:
    subject, text = one_line([letter.subject]), letter.text.replace("\r\n", "\n").strip()
    for said, where, most in (
        (subject, "subject", LONGEST_SUBJECT),
        (text, "text", LONGEST_TEXT),
    ):
        if not said:
            raise Refused(Problem(where, Words("Write what the winners should read.")))
        if len(said) > most:
            sentence = Words(
                "Shorten it to %(most)s characters; it has %(length)s.", most=most, length=len(said)
            )
            raise Refused(Problem(where, sentence))
    return Letter(subject, text)


def _mail(
    draw: Draw, winners: Sequence[Taken], letter: Letter, line: str, user_id: int
) -> tuple[int, int]:
    """How many mails are on their way now, and how many winners have no address."""
    due = [each for each in winners if each.place.mail in _AGAIN]
    if not due:
        return 0, 0
    text = f"{letter.text}{_APART}{line}"
    telling = DrawTelling(draw_id=draw.id, subject=letter.subject, text=text, by_id=user_id)
    db.session.add(telling)
    db.session.flush()
    mailed = 0
    for place, entry in due:
        reached = entry is not None and bool(entry.address)
        place.mail, place.mail_at = "waiting" if reached else "no_address", now()
        place.telling_id = telling.id
        if reached:
            mailing.post_later(_KIND, f"{draw.public_id} {place.position}")
            mailed += 1
    return mailed, len(due) - mailed


@mailing.written_by(_KIND)
def _written(about: str) -> mailing.Mail | None:
    """Whoever is erased, replaced or taken out meanwhile gets none."""
    draw, place = _place(about)
    if draw is None or place is None or draw.state != "drawn" or place.state != "winner":
        return None
    each = next(each for each in taken(draw) if each.place.position == place.position)
    telling = db.session.get(DrawTelling, place.telling_id) if place.telling_id else None
    if telling is None or stands_in_the_way(each) or each.entry is None or not each.entry.address:
        return None
    name = str(each.entry.means.get("first_name", ""))
    text = telling.text.replace(NAME, name) if name else telling.text.replace(f" {NAME}", "")
    return mailing.Mail(each.entry.address, telling.subject, text.replace(NAME, ""))


@mailing.ended_by(_KIND)
def _ended(about: str, end: mailing.End) -> None:
    _, place = _place(about)
    if place is not None:
        place.mail, place.mail_at = str(end), now()


def _place(about: str) -> tuple[Draw | None, DrawPlace | None]:
    public_id, _, position = about.partition(" ")
    draw = db.session.scalars(select(Draw).where(Draw.public_id == public_id)).one_or_none()
    place = db.session.get(DrawPlace, (draw.id, int(position))) if draw else None
    return draw, place


def said_before(draw: Draw) -> Letter | None:
    """The words of the last time, to go on with."""
    last = next(iter(tellings_of(draw)), None)
    return Letter(last.subject, last.text.rpartition(_APART)[0]) if last else None


def tellings_of(draw: Draw) -> Sequence[DrawTelling]:
    """When the winners were mailed and by whom, newest first."""
    query = select(DrawTelling).where(DrawTelling.draw_id == draw.id)
    query = query.options(joinedload(DrawTelling.by)).order_by(DrawTelling.id.desc())
    return db.session.scalars(query).all()
