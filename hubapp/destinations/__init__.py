"""The registry of destinations."""

from __future__ import annotations

from hubapp.core.destination import Destination
from hubapp.destinations.braze import Braze
from hubapp.destinations.webhook import Webhook

DESTINATIONS: dict[str, Destination] = {each.kind: each for each in (Braze(), Webhook())}


def destination_of(kind: str) -> Destination | None:
    """The destination of this kind, None when this release does not know it."""
    return DESTINATIONS.get(kind)
