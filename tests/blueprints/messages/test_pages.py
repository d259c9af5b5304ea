"""The form of a message, as it is shown again."""

from __future__ import annotations

from tests.blueprints.integrations.conftest import admin, hub, typed
from tests.blueprints.messages.test_routes import at, form
from tests.blueprints.page import page_of

__all__ = ["admin", "at", "hub", "typed"]


def test_a_mistake_stays_on_the_page_with_its_sentence(admin, at):
    assert admin.post(f"{at}/0", data={}).status_code == 422
    reply = admin.post(f"{at}/0", data=form(target="nope"))
    assert reply.status_code == 422
    assert "Paste the ID" in page_of(reply).words
    assert 'value="nope"' in reply.text
