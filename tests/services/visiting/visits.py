"""Visits of the demo's hub, as a browser makes them."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.identifiers import new_id
from hubapp.extensions import db
from hubapp.models import Hub, Submission
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.plays import answer
from hubapp.services.visiting.visit import Visit

ANA, BEN = "ana@example.com", "ben@example.com"
ENTRY = {"email": [ANA], "date_of_birth": ["1", "2", "1990"], "marketing_consent": ["y"]}
"""The form of the card ``draw``, filled in."""


def visit_to(hub: Hub, card: str, **more: object) -> Visit:
    """Somebody opens the page of a card; ``play_token`` instead of a nonce: the page of a play."""
    snapshot = snapshot_of_version(hub.live_version_id)
    found = snapshot.card(card)
    assert found is not None
    given = more if "play_token" in more else {"nonce": new_id(16), **more}
    return Visit(hub.id, hub.workspace_id, hub.live_version_id, snapshot, found, **given)


def submissions() -> list[Submission]:
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))


def vote(hub: Hub, cookie: str | None = None) -> object:
    """A vote in the demo's poll; cookie: of a browser that was here before."""
    return answer(visit_to(hub, "poll", visitor_token=cookie), 0, ["p1"])
