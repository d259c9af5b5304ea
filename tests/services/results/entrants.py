"""Entries that tests make in a row, without a form each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hubapp.core.words import Words
from hubapp.models import Hub, Submission
from hubapp.services import editing
from tests.support.factories import ContactFactory, PlayFactory, SubmissionFactory

BEGIN = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entry_of(hub: Hub, email: str | None, card: str = "draw", hours: float = 0) -> Submission:
    """Sent so many hours after ``BEGIN``. email: whose it is; a new contact's each time."""
    contact = ContactFactory(workspace_id=hub.workspace_id, email=email).id if email else None
    return again(hub, contact, card, hours)


def again(hub: Hub, contact_id: int | None, card: str = "draw", hours: float = 0) -> Submission:
    """Another entry of somebody."""
    play = PlayFactory(
        version_id=hub.live_version_id, contact_id=contact_id, card_id=card, answers=[]
    )
    return SubmissionFactory(
        play=play, values={"marketing_consent": True}, created_at=BEGIN + timedelta(hours=hours)
    )


def in_zone(hub: Hub, zone: str) -> None:
    """Its clocks, from here on."""
    docs = editing.documents(hub.id)
    editing.change(hub.id, None, Words("zone"), {"hub": {**docs["hub"], "time_zone": zone}})
    editing.publish(hub.id, None)
