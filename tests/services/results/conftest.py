"""A published hub to enter."""

from __future__ import annotations

import pytest

from hubapp.models import Hub
from tests.support.application import make_hub


@pytest.fixture
def hub(both, sandbox) -> Hub:
    """The demo's hub, not connected."""
    return make_hub(sandbox.url, connect=False)
