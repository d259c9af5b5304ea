"""The sandbox, by somebody who may do everything."""

from __future__ import annotations

import pytest

from tests.sandbox.client import Client


@pytest.fixture
def sandbox() -> Client:
    return Client()
