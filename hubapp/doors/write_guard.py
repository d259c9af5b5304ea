"""Writing outside of a transaction that may write is noticed at the statement that tries to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

MAY_WRITE = "hubapp_may_write"
"""Execution option of a connection that has the right to write."""
_WRITES = re.compile(
    r"\s*(?:insert|update|delete|replace|merge|create|alter|drop|truncate)\b"
    # A common table expression in front of one of these.
    r"|\s*with\b.*\b(?:insert\s+into|update\s|delete\s+from)"
    # Whoever locks rows is about to write, and must hold them until it has.
    r"|.*\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b",
    re.IGNORECASE | re.DOTALL,
)


class WriteOutside(RuntimeError):
    """Something is written, or locked, outside of ``transaction()``: a bug of ours."""


def refuse_writing(
    connection: Connection, _cursor: Any, statement: str, _given: Any, _context: Any, _many: bool
) -> None:
    """Listens to ``before_cursor_execute``. Raises WriteOutside."""
    if writes(statement) and not connection.get_execution_options().get(MAY_WRITE):
        said = " ".join(statement.split())[:200]
        raise WriteOutside(f"Only `with transaction():` of doors/database.py may write: {said}")


@lru_cache(1024)
def writes(statement: str) -> bool:
    """The statement changes or locks something. Values travel apart from it, so there are few."""
    return _WRITES.match(statement) is not None
