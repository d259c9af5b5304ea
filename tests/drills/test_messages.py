"""Workers die while messages are on their way: nobody gets one twice, and each has its end."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from sqlalchemy import select

from hubapp.core.retrying import State
from hubapp.core.trigger import MAY_HAVE, Trigger
from hubapp.extensions import db
from hubapp.models import Delivery
from tests.drills.test_kills import environment_of
from tests.support.application import connect
from tests.support.crowd import open_rows
from tests.support.deliveries import add, hub_at
from tests.support.fleet import Fleet

pytestmark = pytest.mark.journey
PEOPLE, KILLS = 60, 5
CAMPAIGN = "44444444-4444-4444-8444-444444444444"
TRANSACTIONAL = "66666666-6666-4666-8666-666666666666"


def accept(hub, at: int) -> None:
    """Somebody, and two messages to them."""
    email = f"p{at}@example.com"
    about = {"identify_by": "alias_email", "person_key": f"alias_email:{email}"}
    add(hub, email, **about)
    for kind, target in (("campaign", CAMPAIGN), ("transactional", TRANSACTIONAL)):
        values = {"message.kind": kind, "message.person": at}
        add(hub, email, **about, values=values, trigger=Trigger(kind, target, f"{kind}-{at}"))


def test_kills_send_no_message_twice(on_both_disks, live_queue, sandbox):
    settings = on_both_disks.extensions["settings"]
    settings.braze_extra_endpoints = sandbox.url
    hub = hub_at(sandbox)
    connect(hub, sandbox.url, rule="alias_email", lanes=8)
    # Slow enough that a killed worker has requests under way.
    sandbox.fault(delay=0.02, apply=True, count=10_000)
    fleet = Fleet(2, environment_of(on_both_disks))
    try:
        for at in range(PEOPLE):
            accept(hub, at)
            if at % (PEOPLE // KILLS) == 5:
                time.sleep(fleet.chance.uniform(0.2, 0.6))
                fleet.kill_one()
        until = time.monotonic() + 90
        while open_rows() and time.monotonic() < until:
            time.sleep(0.3)
    finally:
        fleet.stop()
    assert fleet.kills == KILLS
    sent = Counter(
        (each["properties"]["kind"], each["properties"]["person"])
        for each in sandbox.state()["messages"]
    )
    assert set(sent.values()) == {1}
    assert sum(kind == "transactional" for kind, _ in sent) == PEOPLE
    ends = ended()
    assert sum(ends.values()) == 2 * PEOPLE
    campaigns = sum(kind == "campaign" for kind, _ in sent)
    perhaps = ends[State.REJECTED, str(MAY_HAVE)]
    print(f"{campaigns} of {PEOPLE} campaigns sent, {perhaps} may have been sent")
    assert ends[State.DELIVERED, ""] + perhaps == 2 * PEOPLE
    assert PEOPLE - perhaps <= campaigns <= PEOPLE


def ended() -> Counter:
    """State and reason of each message."""
    db.session.expire_all()
    query = select(Delivery.state, Delivery.reason, Delivery.record)
    rows = db.session.execute(query).all()
    return Counter((state, reason) for state, reason, record in rows if record.get("trigger"))
