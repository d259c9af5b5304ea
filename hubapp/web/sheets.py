"""Tables as files to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context

from hubapp.core import sheets
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.web.words import said


def csv_file(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    """Rows as a file to keep, written while they are read."""
    response = Response(stream_with_context(_bytes(rows)), mimetype="text/csv")
    # Packing would read it whole first.
    response.direct_passthrough = True
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _bytes(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    yield sheets.BOM.encode()
    for row in rows:
        yield sheets.line([_cell(each) for each in row]).encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    """Numbers stay numbers; all else is said."""
    if isinstance(value, Words | str):
        return said(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return "" if value is None else said(spoken(value))
