"""The demo as a newcomer starts it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.running import Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()
