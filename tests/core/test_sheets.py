"""Lines of a CSV file."""

from __future__ import annotations

import csv
import io

import pytest

from hubapp.core.sheets import line


@pytest.mark.parametrize("begin", list("=+-@\t\r"))
def test_what_a_spreadsheet_would_run_is_made_harmless(begin):
    cell = f"{begin}HYPERLINK(1)"
    assert list(csv.reader(io.StringIO(line([cell]), newline=""))) == [[f"'{cell}"]]


def test_numbers_and_other_texts_stay_as_they_are():
    assert line([-3, 2.5, "a=b", "", "ana@example.com"]) == "-3,2.5,a=b,,ana@example.com\r\n"


def test_commas_quotes_and_line_breaks_stay_in_their_cell():
    cells = ['say "hi", twice', "one\ntwo", "ü🦀"]
    assert list(csv.reader(line(cells).splitlines(keepends=True))) == [cells]
