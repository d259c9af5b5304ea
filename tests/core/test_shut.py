"""Whether a hub and its cards are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hubapp.core.opening import Opening
from hubapp.core.shut import Shut, card_shut, changes_at, hub_shut, play_shut
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot

MINUTE = timedelta(minutes=1)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


def hub_of(hub: Opening, card: Opening, zone: str = "UTC") -> tuple[HubSnapshot, CardSnapshot]:
    made = CardSnapshot("c", "poll", "poll", "Poll", opening=card)
    pages = (PageSnapshot("p", "Home", (made,)),)
    return HubSnapshot("Summer", pages=pages, opening=hub, time_zone=zone), made


WEEK = Opening("2026-12-04T18:00", "2026-12-11T18:00", "See you next year.", "https://example.com")
DAY = Opening("2026-12-06T00:00", "2026-12-07T00:00", "The poll is over.")


def test_a_hub_opens_and_closes():
    hub, _ = hub_of(WEEK, DAY)
    assert hub_shut(hub, at(4, 17)) == Shut(at(4, 18), None)
    assert hub_shut(hub, at(4, 18)) is None
    over = Shut(None, at(11, 18), "See you next year.", "https://example.com")
    assert hub_shut(hub, at(11, 18)) == over


def test_a_card_is_open_while_its_hub_and_it_itself_are():
    hub, card = hub_of(WEEK, DAY)
    assert card_shut(hub, card, at(4)) == Shut(at(6), None)
    assert card_shut(hub, card, at(5)) == Shut(at(6), None)
    assert card_shut(hub, card, at(6)) is None
    assert card_shut(hub, card, at(7)) == Shut(None, at(7), "The poll is over.")
    # When all is over, the hub speaks.
    assert card_shut(hub, card, at(12)).said == "See you next year."


def test_a_card_that_opens_before_its_hub_waits_for_it():
    hub, card = hub_of(WEEK, Opening("2026-12-01T00:00"))
    assert card_shut(hub, card, at(2)) == Shut(at(4, 18), None)


def test_what_is_over_does_not_promise_to_open():
    hub, card = hub_of(Opening(closes_at="2026-12-03T00:00"), DAY)
    assert card_shut(hub, card, at(4)).opens is None


def test_the_grace_is_that_of_whichever_closed():
    hub, card = hub_of(WEEK, DAY)
    begun = at(7) - MINUTE
    assert play_shut(hub, card, begun, at(7) + 14 * MINUTE) is None
    assert play_shut(hub, card, begun, at(7) + 15 * MINUTE).said == "The poll is over."
    hub, card = hub_of(WEEK, Opening())
    begun = at(11, 18) - MINUTE
    assert play_shut(hub, card, begun, begun + 2 * MINUTE) is None
    assert play_shut(hub, card, begun, begun + 20 * MINUTE).said == "See you next year."


def test_a_page_changes_with_each_opening_and_closing_of_the_hub_and_its_cards():
    hub, _ = hub_of(WEEK, DAY, "Australia/Sydney")
    moment, found = at(1), []
    while (change := changes_at(hub, moment)) is not None:
        found.append(change)
        moment = change
    assert found == [at(4, 7), at(5, 13), at(6, 13), at(11, 7)]
