"""The demo's hub on the air, for visitors who are quicker than people."""

from __future__ import annotations

import pytest

from hubapp.models import Hub
from hubapp.services.visiting import stamps
from tests.support.application import make_hub


@pytest.fixture
def hub(app, sandbox, monkeypatch) -> Hub:
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_hub(sandbox.url)
