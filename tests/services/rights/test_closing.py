"""So many days after a hub has closed nothing of its people is left here, but that they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    AccountLane,
    Activity,
    Connection,
    Contact,
    ContactValue,
    Delivery,
    Hub,
)
from hubapp.services import editing
from hubapp.services.rights import closing
from hubapp.services.visiting.plays import answer
from tests.services.rights.planted import (
    connection_of,
    counts,
    hub_with_everything,
    rows_with,
    take_part,
)
from tests.services.visiting.visits import visit_to
from tests.support.brands import another_brand
from tests.support.deliveries import drain_all

ANA, BEN = "zqmark1@example.com", "ben@example.com"
CLOSES = datetime(2027, 1, 10, 18, tzinfo=UTC)


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_with_everything(sandbox)


def ends(hub: Hub, days: int = 30) -> None:
    """It closes on 10 January, and its people are erased so many days later."""
    document, _ = editing.document(hub.id, "hub")
    opening = {"opens_at": "", "closes_at": "2027-01-10T18:00", "closed_text": "", "closed_url": ""}
    changed = {**document, "opening": opening, "erase_days": days}
    editing.change(hub.id, None, Words("closing"), {"hub": changed})
    editing.publish(hub.id, None)


def sweep(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        closing.erase_closed()
    db.session.expire_all()


def test_after_its_days_nothing_is_left_here_and_the_counts_are(hub, sandbox):
    ends(hub)
    token = take_part(hub, ANA, "zqmark2 Ana")
    answer(visit_to(hub, "poll", visitor_token=token), 0, ["p1"])
    # Somebody without a name, and a form that has not got through.
    answer(visit_to(hub, "poll", captured={"utm_source": "zqmark3"}), 0, ["p0"])
    drain_all(connection_of(hub))
    take_part(hub, ANA, "zqmark4 Ann", nonce="n9")
    before, found = counts(), rows_with()
    assert {"contact.email", "contact_word.word", "told.values", "play.captured"} <= set(found)
    sweep(CLOSES + timedelta(days=29, hours=23))
    assert rows_with() == found
    sweep(CLOSES + timedelta(days=30))
    assert rows_with() == []
    assert counts() == before
    kinds = db.session.scalars(select(Activity.kind)).all()
    assert sorted(kinds).count("submitted") == 2
    assert db.session.get_one(Hub, hub.id).erase_at is None
    # What Braze got stays there.
    assert sandbox.profile(f"email:{ANA}")["first_name"] == "zqmark2 Ana"


def test_what_another_hub_was_told_stays(hub, sandbox):
    ends(hub)
    other = another_brand(hub, sandbox)
    token = take_part(hub, ANA, "zqmark2 Ana")
    take_part(other, ANA, "Other", token=token, nonce="n2")
    take_part(other, BEN, "Ben", nonce="n3")
    sweep(CLOSES + timedelta(days=31))
    emails = db.session.scalars(select(Contact.email).order_by(Contact.id)).all()
    assert emails == [ANA, BEN]
    told = db.session.scalars(select(ContactValue.value).where(ContactValue.key == "first_name"))
    assert sorted(told) == ["Ben", "Other"]
    assert {row.hub_id for row in db.session.scalars(select(ContactValue))} == {other.id}


def test_what_a_worker_has_in_hand_is_waited_for(hub):
    ends(hub)
    take_part(hub, ANA)
    with transaction() as session:
        lane = session.scalars(select(AccountLane)).first()
        if lane is None:
            account_id = session.scalars(select(Connection.account_id)).one()
            lane = AccountLane(account_id=account_id, lane=0, token="")
            session.add(lane)
        lane.claimed = list(session.scalars(select(Delivery.id)))
    sweep(CLOSES + timedelta(days=31))
    assert "contact.email" in rows_with()
    assert db.session.get_one(Hub, hub.id).erase_at is not None
    with transaction() as session:
        session.scalars(select(AccountLane)).first().claimed = []
    sweep(CLOSES + timedelta(days=31))
    assert rows_with() == []


def test_it_goes_on_where_it_stopped(hub, monkeypatch):
    monkeypatch.setattr(closing, "CHUNK", 1)
    ends(hub)
    for at in range(3):
        take_part(hub, f"zqmark{at}@example.com", nonce=f"n{at}")
    with monkeypatch.context() as patched:
        patched.setattr(closing, "SECONDS", 0.0)
        sweep(CLOSES + timedelta(days=31))
        assert rows_with() != []
    sweep(CLOSES + timedelta(days=31))
    assert rows_with() == []


def test_a_hub_that_is_taken_off_the_air_keeps_its_word(hub):
    ends(hub)
    take_part(hub, ANA)
    editing.unpublish(hub.id)
    sweep(CLOSES + timedelta(days=31))
    assert rows_with() == []


def test_without_days_or_a_closing_nobody_is_erased(hub):
    ends(hub, days=0)
    assert db.session.get_one(Hub, hub.id).erase_at is None
