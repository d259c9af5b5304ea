"""Every request that came, and what was answered."""

from __future__ import annotations

import time
from typing import Any

import orjson
from flask import request

from hubapp.sandbox.store import Store

_LONGEST = 20_000


def note(store: Store, raw: bytes, status: int, answer: Any) -> None:
    """Write it down. status 0: the line was cut, nothing was answered."""
    with store.lock:
        store.logged += 1
        store.log.append(
            {
                "number": store.logged,
                "time": time.time(),
                "method": request.method,
                "path": request.path,
                "user_agent": request.headers.get("User-Agent", ""),
                "status": status,
                "body": _kept(raw),
                "answer": _kept(orjson.dumps(answer)) if answer is not None else "",
            }
        )


def _kept(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    rest = len(text) - _LONGEST
    return text if rest <= 0 else f"{text[:_LONGEST]}\n… and {rest} more characters"


def readable(text: str) -> str:
    """As one reads it: indented when it is JSON."""
    try:
        return orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return text
