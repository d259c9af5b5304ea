"""Cards of the demo's hub with rules of their own."""

from __future__ import annotations

import pytest

from hubapp.core.words import Words
from hubapp.services import editing


@pytest.fixture
def ruled(hub):
    """Publishes the hub with a rule for a card, and its form with more fields."""

    def publish(
        card: str, rule: str, hours: float = 24, fields=(), zone: str = "UTC", **more: object
    ):
        docs = editing.documents(hub.id)
        entry = {"rule": rule, "hours": hours, **more}
        changed = {**docs[f"card:{card}"], "entry": entry}
        changes = {f"card:{card}": changed, "hub": {**docs["hub"], "time_zone": zone}}
        if fields:
            form = docs[f"form:{card}"]
            changes[f"form:{card}"] = {**form, "fields": [*form["fields"], *fields]}
        editing.change(hub.id, None, Words("rules"), changes)
        editing.publish(hub.id, None)

    return publish
