"""The screens of messages."""

from __future__ import annotations

import pytest

from tests.blueprints.integrations.conftest import admin, hub, typed
from tests.blueprints.page import page_of

__all__ = ["admin", "hub", "typed"]
ID = "44444444-4444-4444-8444-444444444444"


@pytest.fixture
def at(admin, hub, typed) -> str:
    admin.post(f"/hubs/{hub.id}/settings/integrations/braze", data=typed)
    return f"/hubs/{hub.id}/settings/integrations/braze/messages"


def form(**more):
    return {
        "moment": "form_sent",
        "kind": "campaign",
        "target": ID,
        "rows.r0.name": "name",
        "rows.r0.source": "field.first_name",
        **more,
    }


def test_a_message_is_made_listed_and_removed(admin, at):
    assert "No message yet" in page_of(admin.get(at)).words
    assert "New message" in page_of(admin.get(f"{at}/0")).words
    assert admin.post(f"{at}/0", data=form()).status_code == 302
    words = page_of(admin.get(at)).words
    assert "A form is sent" in words
    assert "API-triggered campaign : name" in words or "API-triggered campaign: name" in words
    assert ID in admin.get(f"{at}/1").text
    assert admin.post(f"{at}/1/remove").status_code == 302
    assert "No message yet" in page_of(admin.get(at)).words


def test_properties_are_added_without_saving(admin, at):
    reply = admin.post(f"{at}/0", data=form(_action="add:rows"))
    assert reply.status_code == 200
    assert "rows.r1.name" in reply.text
    assert "No message yet" in page_of(admin.get(at)).words


def test_before_it_is_connected_there_are_none(admin, hub):
    for page in ("", "/0"):
        reply = admin.get(f"/hubs/{hub.id}/settings/integrations/braze/messages{page}")
        assert reply.headers["Location"].endswith("/settings/integrations/braze")
