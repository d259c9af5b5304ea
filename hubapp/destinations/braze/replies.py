"""Reading a reply: is it Braze's at all, what it says, how long to wait (CONTRACT 2.4, 6)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from hubapp.core.destination import Reply

_EPOCH = 1_000_000_000
_OF_SYNTAX = ("parsing", "syntax", "json")
_LONGEST_WAIT = 3600.0
"""Seconds: hourly limits reset on the clock hour (CONTRACT 2.3)."""


def json_of(reply: Reply) -> Mapping[str, Any] | None:
    """The object that a reply holds; None when it holds something else."""
    try:
        body = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def said_in(reply: Reply) -> str:
    """What Braze says of the whole request, at most 300 characters; empty when nothing."""
    body = json_of(reply) or {}
    said = body.get("message") or body.get("error")
    return said[:300] if isinstance(said, str) else ""


def speaks_like_braze(reply: Reply) -> bool:
    """A refusal in Braze's own shape (CONTRACT 6.3), not a page or the JSON of something between
    us and it: a message, or a list of errors. It says ``error`` of broken JSON alone."""
    body = json_of(reply) or {}
    message, error = body.get("message"), str(body.get("error") or "").lower()
    of_syntax = any(mark in error for mark in _OF_SYNTAX)
    return bool((isinstance(message, str) and message) or body.get("errors") or of_syntax)


def is_success(reply: Reply) -> bool:
    """Accepted, and by Braze: 2xx alone is no success (CONTRACT 6.1, 9.4)."""
    accepted = reply.status is not None and 200 <= reply.status < 300
    return accepted and (json_of(reply) or {}).get("message") in ("success", "queued")


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait after a 429, by any of the headers; None when none says (CONTRACT 2.4)."""
    for name in ("x-ratelimit-retry-after", "retry-after", "x-ratelimit-reset"):
        seconds = _seconds(headers.get(name, ""))
        if seconds is not None:
            return min(max(seconds, 0.5), _LONGEST_WAIT)
    return None


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return _until_date(text)
    if value != value or value < 0:
        return None
    return value - time.time() if value > _EPOCH else value


def _until_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        # Whatever stands there, and dates of years that no clock has.
        return None
