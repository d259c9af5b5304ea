"""A hub whose form asks for an email, and its screen for Braze."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from hubapp.models import Hub
from hubapp.services import editing
from tests.support.forms import by_id


@pytest.fixture
def hub(draft: Hub) -> Hub:
    """On the air, with a form that asks for an email and a first name."""
    card = editing.add_card(draft.id, None, "content")
    fields = [
        {"kind": "email", "key": "email", "label": "Email"},
        {"kind": "first_name", "key": "first_name", "label": "First name"},
    ]
    editing.save_form(draft.id, None, card, {"placement": "end", "fields": by_id(*fields)})
    editing.publish(draft.id, None)
    return draft


@pytest.fixture
def admin(signed_in) -> FlaskClient:
    """The browser of somebody who may connect."""
    return signed_in("admin")


@pytest.fixture
def screen(hub: Hub) -> str:
    """The address of the screen for Braze."""
    return f"/hubs/{hub.id}/settings/integrations/braze"


@pytest.fixture
def typed(sandbox) -> dict[str, str]:
    """All of the screen, filled in well."""
    return {
        "endpoint": sandbox.url,
        "secret": "sandbox-key",
        "identify_by": "email",
        "identity_source": "field.email",
        "rows.r0.source": "field.first_name",
        "rows.r0.target": "attribute.first_name",
        "only_changes": "y",
        "keep_days": "30",
    }
