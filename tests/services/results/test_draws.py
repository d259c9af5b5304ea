"""Draw, cancel, and let a reserve move up."""

from __future__ import annotations

import pytest

from hubapp.core.drawing import places
from hubapp.core.errors import NotFoundHere, Refused
from hubapp.extensions import db
from hubapp.models import Submission
from hubapp.services import results
from hubapp.services.results import Wanted
from tests.services.results.entrants import entry_of
from tests.support.application import make_hub
from tests.support.factories import UserFactory
from tests.support.saving import save


@pytest.fixture
def user(hub) -> int:
    return UserFactory(email="mia@example.com").id


@pytest.fixture
def sealed(hub, user) -> str:
    """Two winners and two reserves among six."""
    for number in range(6):
        entry_of(hub, f"p{number}@example.com")
    return results.seal(hub.id, Wanted(), 2, 2, "click", user)


def states(sealed) -> list[tuple]:
    return [(each.state, each.stands_for) for each in results.places_of(results.draw_of(sealed))]


def test_places_are_those_of_the_published_method(hub, sealed):
    results.draw(hub.id, sealed)
    found = results.draw_of(sealed)
    lines = "".join(results.list_of(found)).splitlines()
    expected = places(lines, found.seed, 4)
    assert [(each.line, each.entry) for each in results.places_of(found)] == expected
    assert states(sealed) == [("winner", None)] * 2 + [("reserve", None)] * 2
    assert [each.entry.public_id for each in results.taken(found)] == [e.entry for e in expected]


def test_what_is_drawn_stays(hub, sealed):
    results.draw(hub.id, sealed)
    at = results.draw_of(sealed).drawn_at
    results.draw(hub.id, sealed)
    assert results.draw_of(sealed).drawn_at == at
    assert len(states(sealed)) == 4


def test_the_next_reserve_moves_up_until_none_is_left(hub, sealed, user):
    results.draw(hub.id, sealed)
    results.replace(hub.id, sealed, 1, "Did not answer", user)
    assert states(sealed) == [
        ("replaced", None),
        ("winner", None),
        ("winner", 1),
        ("reserve", None),
    ]
    results.replace(hub.id, sealed, 3, "Nor did they", user)
    assert states(sealed)[2:] == [("replaced", 1), ("winner", 1)]
    replaced = results.places_of(results.draw_of(sealed))[0]
    assert (replaced.reason, replaced.by.email) == ("Did not answer", "mia@example.com")
    with pytest.raises(Refused, match="No reserve is left"):
        results.replace(hub.id, sealed, 2, "Under age", user)
    with pytest.raises(Refused, match="already"):
        results.replace(hub.id, sealed, 1, "Again", user)
    with pytest.raises(Refused, match="Say why"):
        results.replace(hub.id, sealed, 2, "", user)


def test_a_reserve_and_a_place_that_there_is_not_cannot_be_replaced(hub, sealed, user):
    results.draw(hub.id, sealed)
    for position in (3, 99):
        with pytest.raises(NotFoundHere):
            results.replace(hub.id, sealed, position, "x", user)


def test_a_cancelled_draw_stays_and_is_drawn_no_more(hub, sealed, user):
    with pytest.raises(Refused, match="Say why"):
        results.cancel(hub.id, sealed, "", user)
    results.cancel(hub.id, sealed, "Wrong day", user)
    results.cancel(hub.id, sealed, "Another reason", user)
    found = results.draw_of(sealed)
    assert (found.state, found.reason, found.cancelled_by.email) == (
        "cancelled",
        "Wrong day",
        "mia@example.com",
    )
    with pytest.raises(Refused, match="cancelled"):
        results.draw(hub.id, sealed)
    assert [each.public_id for each in results.draws_of(hub.id)] == [sealed]


def test_after_cancelling_nobody_moves_up(hub, sealed, user):
    results.draw(hub.id, sealed)
    results.cancel(hub.id, sealed, "Wrong day", user)
    with pytest.raises(NotFoundHere):
        results.replace(hub.id, sealed, 1, "x", user)
    assert len(states(sealed)) == 4


def test_a_winner_who_is_erased_keeps_an_empty_place(hub, sealed):
    results.draw(hub.id, sealed)
    won = results.taken(results.draw_of(sealed))[0].entry
    db.session.delete(db.session.get(Submission, won.id))
    save()
    assert results.taken(results.draw_of(sealed))[0].entry is None


def test_draws_of_other_hubs_are_not_found(hub, sealed, user, sandbox):
    other = make_hub(sandbox.url, connect=False).id
    for attempt in (
        lambda: results.draw(other, sealed),
        lambda: results.cancel(other, sealed, "x", user),
        lambda: results.replace(other, sealed, 1, "x", user),
        lambda: results.draw_of(sealed, other),
        lambda: results.draw_of("nothing"),
    ):
        with pytest.raises(NotFoundHere):
            attempt()
