"""A hub on the air."""

from __future__ import annotations

import pytest

from hubapp.services import editing


@pytest.fixture
def published(draft):
    """The draft with a card, on the air."""
    editing.add_card(draft.id, None, "content")
    editing.publish(draft.id, None)
    return draft
