"""That somebody has won is recorded of their entry."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Activity, Play, Submission
from hubapp.models.activity import WON
from hubapp.services import results
from hubapp.services.results import Wanted
from tests.services.results.entrants import entry_of
from tests.support.factories import ContactFactory, UserFactory
from tests.support.saving import save


@pytest.fixture
def sealed(hub) -> str:
    """Two winners of two."""
    for name in ("ana", "ben"):
        entry_of(hub, f"{name}@example.com")
    return results.seal(hub.id, Wanted(), 2, 0, "click", UserFactory().id)


def wins() -> list[Activity]:
    return list(db.session.scalars(select(Activity).where(Activity.kind == WON)))


def test_the_entry_has_won_whoever_its_play_went_on_with(hub, sealed):
    play = db.session.scalars(select(Play)).first()
    play.contact_id = ContactFactory(workspace_id=hub.workspace_id, email="eve@example.com").id
    save()
    results.draw(hub.id, sealed)
    entries = db.session.scalars(select(Submission)).all()
    assert {each.contact_id for each in wins()} == {each.contact_id for each in entries}
    assert [each.facts["fact.place"] for each in wins()] == [1, 2]
    assert {each.facts["fact.draw_id"] for each in wins()} == {sealed}


def test_whoever_is_erased_by_now_has_won_unseen(hub, sealed):
    db.session.scalars(select(Submission)).first().public_id = "erased"
    save()
    results.draw(hub.id, sealed)
    assert len(wins()) == 1
    assert results.wins_of(results.draw_of(sealed)) == {}
