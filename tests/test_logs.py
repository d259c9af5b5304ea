"""Logs as lines of JSON."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest
import structlog

from hubapp import logs


@pytest.fixture
def lines(monkeypatch):
    """What is logged at a level; the logging of the other tests stays as it was."""
    kept = structlog.get_config()

    def written(level: str, *events: tuple[str, str, dict]) -> list[dict]:
        out = io.StringIO()
        monkeypatch.setattr(logs.sys, "stderr", out)
        logs.to_lines(level)
        log = structlog.get_logger()
        for method, event, more in events:
            getattr(log, method)(event, **more)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    yield written
    structlog.configure(**kept)


def test_an_event_is_one_line_with_its_level_and_time(lines):
    (found,) = lines("info", ("warning", "queue away", {"error": "Timeout\nError"}))
    at = datetime.fromisoformat(found.pop("timestamp"))
    assert at.utcoffset().total_seconds() == 0
    assert found == {"event": "queue away", "error": "Timeout\nError", "level": "warning"}


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("ERROR", ["error"]),
        ("no-such-level", ["info", "warning", "error"]),
    ],
)
def test_a_level_lets_through_what_is_as_grave_or_graver(lines, level, heard):
    events = [(each, "said", {}) for each in ("debug", "info", "warning", "error")]
    assert [each["level"] for each in lines(level, *events)] == heard


def test_what_the_context_knows_is_on_every_line(lines):
    with structlog.contextvars.bound_contextvars(connection=7):
        (found,) = lines("info", ("info", "drained", {"lane": 2}))
    assert (found["connection"], found["lane"]) == (7, 2)
