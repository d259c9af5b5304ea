"""What the tests of the Braze destination begin with."""

from __future__ import annotations

import json
from typing import Any

from hubapp.core.destination import Reply
from hubapp.core.mapping import Record

SETTINGS = {"endpoint": "https://rest.iad-03.braze.com"}
TIME = "2026-01-15T10:00:00.000Z"


def record(
    person: str = "ana@example.com", rule: str = "email", event: str = "", **values: Any
) -> Record:
    """``custom__score=3`` is the value 3 at the target ``custom.score``."""
    targets = {key.replace("__", "."): value for key, value in values.items()}
    return Record(f"{rule}:{person}", rule, person, TIME, event, targets)


def reply(status: int, body: object = None, **headers: str) -> Reply:
    """``x_request_id="r1"`` is the header ``x-request-id``."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Reply(status, named, json.dumps(body or {}).encode())
