"""The list of whoever was erased, beside the database: a backup that is restored knows nothing of
erasures since it was made. Marks only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import orjson
import structlog
from flask import current_app
from sqlalchemy import select

from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Erasure

log = structlog.get_logger()
NAME = "erasures.txt"
"""In the data directory."""


class Kept(NamedTuple):
    """Who was erased, when and where."""

    workspace_id: int
    at: datetime
    marks: tuple[str, ...]

    def line(self) -> bytes:
        """As it is written down."""
        told = {"workspace": self.workspace_id, "at": self.at.isoformat(), "marks": self.marks}
        return orjson.dumps(told) + b"\n"


def _file() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / NAME


def keep(workspace_id: int, at: datetime, marks: Sequence[str]) -> None:
    """Write it down. Best effort: without a disk of its own a process still has the table."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with _file().open("ab") as file:
            file.write(Kept(workspace_id, at, tuple(marks)).line())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        log.warning("erasure not in the kept list", error=type(error).__name__)


def kept_list(file: Path | None = None) -> list[Kept]:
    """Everything that was erased, oldest first: what stands in the table and in the file. file: the
    data directory's when None. Raises OSError when a file that was named cannot be read."""
    found = set(_lines(file or _file(), needed=file is not None))
    query = select(Erasure.workspace_id, Erasure.created_at, Erasure.marks)
    found |= {Kept(row[0], row[1], tuple(row[2])) for row in db.session.execute(query)}
    end_reading()
    return sorted(found, key=lambda each: each.at)


def _lines(file: Path, needed: bool) -> Iterator[Kept]:
    if not needed and not file.exists():
        return
    for line in file.read_bytes().splitlines():
        try:
            told = orjson.loads(line)
            at = datetime.fromisoformat(told["at"])
            yield Kept(int(told["workspace"]), at, tuple(told["marks"]))
        except (ValueError, KeyError, TypeError):
            # A line that a full disk cut short.
            log.warning("a line of the kept list cannot be read")
