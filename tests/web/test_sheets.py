"""Tables as files to keep, written while they are read."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from hubapp.core.words import Words
from hubapp.core.workbook import LONGEST
from hubapp.web.sheets import csv_file, xlsx_file
from tests.support.workbooks import opened, texts

AT = datetime(2026, 12, 1, 18, tzinfo=UTC)


def rows_of(app, rows) -> list[list[str]]:
    with app.test_request_context():
        body = b"".join(csv_file("entries", rows).response)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_file_has_a_name_and_is_not_shown(app):
    with app.test_request_context():
        response = csv_file("summer-codes", [])
        assert response.mimetype == "text/csv"
        assert response.headers["Content-Disposition"] == 'attachment; filename="summer-codes.csv"'
        assert list(response.response) == [b"\xef\xbb\xbf"]


def test_what_is_in_a_cell_is_said(app):
    row = (Words("%(hub)s: codes", hub="Summer"), "Ana", 3, -1.5, True, None, ["a", "b"])
    assert rows_of(app, [row]) == [["Summer: codes", "Ana", "3", "-1.5", "yes", "", "a, b"]]


def test_what_somebody_typed_runs_nothing_in_a_spreadsheet(app):
    assert rows_of(app, [("=1+1", "@x", -3)]) == [["'=1+1", "'@x", "-3"]]


def test_what_cannot_be_written_is_replaced(app):
    assert rows_of(app, [("a\ud800b",)]) == [["a?b"]]


def test_rows_are_read_one_by_one(app):
    read = []

    def rows():
        for each in range(3):
            read.append(each)
            yield (each,)

    with app.test_request_context():
        parts = iter(csv_file("entries", rows()).response)
        assert (next(parts), read) == (b"\xef\xbb\xbf", [])
        assert (next(parts), read) == (b"0\r\n", [0])


def cells_of(app, rows) -> list[str]:
    with app.test_request_context():
        response = xlsx_file("entries", rows, "Entries")
        body = b"".join(response.response)
    assert response.headers["Content-Disposition"] == 'attachment; filename="entries.xlsx"'
    return texts(opened(body))[-1]


def test_a_workbook_says_the_same_and_keeps_times_and_numbers(app):
    row = (Words("%(hub)s: codes", hub="Summer"), "=1+1", 3, True, None, ["a", "b"], AT)
    assert cells_of(app, [row, row]) == [
        *("Summer: codes", "=1+1", "3", "yes", "", "a, b", "46357.7500000000")
    ]
    assert rows_of(app, [(AT,)]) == [["2026-12-01 18:00:00"]]


def test_what_a_cell_of_excel_cannot_hold_says_so(app):
    (found,) = cells_of(app, [("Head",), ("x" * 40_000,)])
    assert len(found) == LONGEST
    assert found.endswith("(shortened: a cell of Excel holds no more; the CSV has it all)")
