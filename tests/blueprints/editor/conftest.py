"""A card of a draft, and its screens."""

from __future__ import annotations

import pytest

from hubapp.models import Hub
from hubapp.services import editing


@pytest.fixture
def build(draft: Hub) -> str:
    """The address of the draft's screen."""
    return f"/hubs/{draft.id}/edit"


@pytest.fixture
def card(draft: Hub) -> str:
    """A poll in the draft; its id."""
    return editing.add_card(draft.id, None, "poll")


@pytest.fixture
def screen(build: str, card: str) -> str:
    """The address of the poll's screen."""
    return f"{build}/cards/{card}"


@pytest.fixture
def document(draft: Hub):
    """A document of the draft as it is now."""
    return lambda key: editing.document(draft.id, key)[0]
