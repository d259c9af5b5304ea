"""What the contract suites of cards, fields and destinations have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jinja2 import DictLoader


@pytest.fixture
def beside(app, monkeypatch) -> Iterator[Callable[..., Any]]:
    """Put a fake into a registry, its templates beside the others'."""

    def put(registry: dict[str, Any], fake: Any, templates: dict[str, str]) -> Any:
        monkeypatch.setitem(registry, fake.kind, fake)
        loaders = [DictLoader(templates), *app.jinja_loader.loaders]
        monkeypatch.setattr(app.jinja_loader, "loaders", loaders)
        app.jinja_env.cache.clear()
        return fake

    yield put
    app.jinja_env.cache.clear()
