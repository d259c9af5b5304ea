"""Whether a hub and its cards are open. A card is open while its hub and it itself are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hubapp.core.opening import Opening, State, next_change, times_of
from hubapp.core.snapshot import CardSnapshot, HubSnapshot


@dataclass(frozen=True)
class Shut:
    """Why something is not open. opens: when it will be, None when it is over; closed: since when,
    None before; said, link: the marketer's words after the closing."""

    opens: datetime | None
    closed: datetime | None
    said: str = ""
    link: str = ""


class NotOpen(Exception):
    """A visitor asks for what is shut. Planned: the public pages answer it in the hub's look."""

    def __init__(self, shut: Shut) -> None:
        super().__init__("not open")
        self.shut = shut


def hub_shut(hub: HubSnapshot, at: datetime) -> Shut | None:
    """Why the hub is not open at this moment (UTC); None: it is."""
    return _shut((hub.opening,), hub.time_zone, at)


def card_shut(hub: HubSnapshot, card: CardSnapshot, at: datetime) -> Shut | None:
    """Why the card is not open; None: it and its hub are."""
    return _shut((hub.opening, card.opening), hub.time_zone, at)


def play_shut(hub: HubSnapshot, card: CardSnapshot, begun: datetime, at: datetime) -> Shut | None:
    """Why a play that was begun then may not go on; None: it may. hub, card: as they are live."""
    late = (
        opening
        for opening in (hub.opening, card.opening)
        if not times_of(opening, hub.time_zone).lets_end(begun, at)
    )
    return _shut(tuple(late), hub.time_zone, at)


def changes_at(hub: HubSnapshot, at: datetime) -> datetime | None:
    """When the hub or one of its cards opens or closes next; None: never again."""
    openings = (hub.opening, *(card.opening for card in hub.cards()))
    return next_change((times_of(each, hub.time_zone) for each in openings), at)


def _shut(openings: tuple[Opening, ...], zone: str, at: datetime) -> Shut | None:
    """What is over stays so, whatever opens later; else it opens when all do."""
    standing = [(each, times_of(each, zone)) for each in openings]
    for opening, times in standing:
        if times.state(at) is State.AFTER:
            return Shut(None, times.closes, opening.closed_text, opening.closed_url)
    waits = [times.opens for _, times in standing if times.state(at) is State.BEFORE]
    opens = max((each for each in waits if each is not None), default=None)
    return Shut(opens, None) if opens is not None else None
