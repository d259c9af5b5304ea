"""What the public pages say of opening times and turns, and who is turned away by the times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hubapp.core.flow import Step
from hubapp.core.opening import times_of
from hubapp.core.shut import NotOpen, Shut, card_shut, hub_shut, play_shut
from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.core.words import NOTHING, Words
from hubapp.fields import field_kind_of
from hubapp.models.columns import now
from hubapp.services import visiting
from hubapp.services.visiting import NoTurn, Visit
from hubapp.web.moments import dated, in_zone, soon

_OPENS = Words("Not open yet")
_CLOSED = Words("This is closed")
_LATE = Words("This closed while you played")
_HAD_TURN = Words("You have had your turn")
_ADDRESS_HAD_TURN = Words("This address has had its turn")


def must_be_open(visit: Visit) -> None:
    """Nobody begins at a card that is shut. Raises NotOpen."""
    if shut := card_shut(visit.snapshot, visit.card, now()):
        raise NotOpen(shut)


def may_go_on(live: Visit, pinned: CardSnapshot, run: Any) -> None:
    """A play that was begun in time has its grace, and what came out of it is always shown. live:
    the visit of the card as it is now; pinned: as the play answers it. Raises NotOpen."""
    shut = play_shut(live.snapshot, live.card, run.created_at, now())
    if shut and visiting.standing(pinned, run).step is not Step.RESULT:
        raise NotOpen(shut)


def openings_of(hub: HubSnapshot, at: datetime) -> dict[str, Any]:
    """For pages that show the cards of a hub: what stands in its hero and on its tiles."""
    shut = hub_shut(hub, at)
    return {
        "dates": Words.verbatim(hub.dates) if hub.dates else _dates(hub),
        "shut": shut,
        "shut_words": _whole(shut, hub, at) if shut else NOTHING,
        "state_of": lambda card: state_of(hub, card, at),
    }


def state_of(hub: HubSnapshot, card: CardSnapshot, at: datetime) -> Words:
    """On the tile of a card that is not open: ``Opens Friday 18:00``, ``Closed``."""
    shut = card_shut(hub, card, at)
    return _in_short(shut, hub, at) if shut else NOTHING


def fine_print_of(hub: HubSnapshot, card: CardSnapshot, at: datetime) -> list[Words]:
    """At the button of a card's form: when it closes, and what its fields have to say."""
    closings = (times_of(each, hub.time_zone).closes for each in (hub.opening, card.opening))
    closes = min((each for each in closings if each and each > at), default=None)
    when = in_zone(soon(closes, hub.time_zone, at), hub.time_zone, hub.language) if closes else None
    kinds = ((field_kind_of(field.kind), field) for field in card.form.fields) if card.form else ()
    said = (kind.fine_print(field.options) for kind, field in kinds if kind is not None)
    return [*([Words("Closes %(when)s", when=when)] if when else []), *filter(None, said)]


def notice_of(shut: Shut, hub: HubSnapshot, late: bool, at: datetime) -> tuple[Words, Words]:
    """Title and words of the page that stands in place of a card."""
    if shut.opens:
        return _OPENS, _whole(shut, hub, at)
    if shut.said:
        return _LATE if late else _CLOSED, Words.verbatim(shut.said)
    if shut.closed is None:
        return _CLOSED, NOTHING
    since = in_zone(dated(shut.closed, hub.time_zone), hub.time_zone, hub.language)
    return _LATE if late else _CLOSED, Words("It closed on %(when)s.", when=since)


def turn_notice(refusal: NoTurn, hub: HubSnapshot, at: datetime) -> tuple[Words, Words]:
    """Title and words of the page for somebody who has had their turn."""
    title = _ADDRESS_HAD_TURN if refusal.by_address else _HAD_TURN
    if refusal.field:
        title = Words("Somebody has taken part with this “%(field)s”", field=refusal.field)
    if refusal.next_at is None:
        return title, Words("%(rule)s Thank you for taking part.", rule=refusal.rule)
    when = in_zone(soon(refusal.next_at, hub.time_zone, at), hub.time_zone, hub.language)
    return title, Words("%(rule)s The next one: %(when)s.", rule=refusal.rule, when=when)


def _in_short(shut: Shut, hub: HubSnapshot, at: datetime) -> Words:
    if shut.opens is None:
        return Words("Closed")
    return Words("Opens %(when)s", when=soon(shut.opens, hub.time_zone, at))


def _whole(shut: Shut, hub: HubSnapshot, at: datetime) -> Words:
    """With the zone, where a time is said."""
    if shut.opens is None:
        return Words("Closed")
    when = in_zone(soon(shut.opens, hub.time_zone, at), hub.time_zone, hub.language)
    return Words("Opens %(when)s", when=when)


def _dates(hub: HubSnapshot) -> Words:
    """The hub's own times, for a hub whose marketer wrote no dates."""
    times, zone = times_of(hub.opening, hub.time_zone), hub.time_zone
    if times.opens and times.closes:
        both = Words(
            "%(first)s to %(last)s", first=dated(times.opens, zone), last=dated(times.closes, zone)
        )
        return in_zone(both, zone, hub.language)
    if times.closes:
        return Words("Until %(when)s", when=in_zone(dated(times.closes, zone), zone, hub.language))
    if times.opens:
        return Words("From %(when)s", when=in_zone(dated(times.opens, zone), zone, hub.language))
    return NOTHING
