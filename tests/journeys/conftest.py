"""The demo as a newcomer starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.running import Demo

# A busy machine must not fail a journey; what has to be fast says so itself.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory, begin_demo: Callable[[Path], Demo]
) -> Iterator[Demo]:
    running = begin_demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()
