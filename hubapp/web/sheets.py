"""Tables as files to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import Response, stream_with_context

from hubapp.core import sheets, workbook
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.web.attachments import kept_as
from hubapp.web.words import said


def csv_file(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    """Rows as a file to keep, written while they are read."""
    response = Response(stream_with_context(_bytes(rows)), mimetype="text/csv")
    # Packing would read it whole first.
    response.direct_passthrough = True
    return kept_as(response, f"{name}.csv")


def xlsx_file(name: str, rows: Iterable[Sequence[Any]], title: str) -> Response:
    """The same as an Excel workbook. title: of its sheet, see ``core/workbook``."""
    cells = ([_fitting(_cell(each, times=True)) for each in row] for row in rows)
    response = Response(
        stream_with_context(workbook.workbook(cells, title)), mimetype=workbook.MIME
    )
    response.direct_passthrough = True
    return kept_as(response, f"{name}.xlsx")


def _fitting(cell: Any) -> Any:
    if not isinstance(cell, str) or len(cell) <= workbook.LONGEST:
        return cell
    end = said(Words("… (shortened: a cell of Excel holds no more; the CSV has it all)"))
    return cell[: workbook.LONGEST - len(end)] + end


def _bytes(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    yield sheets.BOM.encode()
    for row in rows:
        yield sheets.line([_cell(each) for each in row]).encode("utf-8", "replace")


def _cell(value: Any, times: bool = False) -> Any:
    """Numbers stay numbers; times too, where they are wanted; all else is said."""
    if isinstance(value, datetime):
        return value if times else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Words | str):
        return said(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return "" if value is None else said(spoken(value))
