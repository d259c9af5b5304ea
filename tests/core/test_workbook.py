"""Excel workbooks, read as the standard has them: a zip of XML."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime

import pytest

from hubapp.core import workbook as books
from hubapp.core.workbook import LONGEST, workbook
from tests.support import workbooks
from tests.support.workbooks import MAIN, cells, part


def opened(rows) -> zipfile.ZipFile:
    return workbooks.opened(b"".join(workbook(rows, "Entries")))


def test_headings_texts_and_numbers_stand_where_they_should():
    package = opened([["Entry", "Score"], ["Ana", 3], ["ü🦀", -2.5]])
    assert cells(package) == [
        [("inlineStr", "1", "Entry"), ("inlineStr", "1", "Score")],
        [("inlineStr", "", "Ana"), ("", "", "3")],
        [("inlineStr", "", "ü🦀"), ("", "", "-2.5")],
    ]


@pytest.mark.parametrize("begin", list("=+-@\t"))
def test_what_looks_like_a_formula_is_a_text_also_when_it_is_edited(begin):
    ((kind, style, text),) = cells(opened([["Head"], [f"{begin}cmd|' /C calc'!A0"]]))[1]
    assert (kind, style, text) == ("inlineStr", "2", f"{begin}cmd|' /C calc'!A0")
    styles = part(opened([["Head"]]), "xl/styles.xml")
    looks = list(styles.find(f"{MAIN}cellXfs"))
    assert looks[2].get("quotePrefix") == "1"


def test_a_time_is_one_as_the_clock_showed_it():
    at = datetime(2026, 12, 1, 18, tzinfo=UTC)
    ((_, style, text),) = cells(opened([["Head"], [at]]))[1]
    assert (style, float(text)) == ("3", 46357.75)


def test_what_neither_xml_nor_excel_can_hold_is_written_otherwise():
    given = ["<a & b>", "a\x00b\ud800", " two  blanks ", "_x0041_", 10**16, float("nan"), True, ""]
    (_, found) = workbooks.texts(opened([["Head"], given]))
    assert found == [
        *("<a & b>", "a�b�", " two  blanks ", "_x005F_x0041_", "10000000000000000"),
        *("nan", "True", ""),
    ]


def test_what_is_too_much_for_a_sheet_comes_on_the_next_with_headings(monkeypatch):
    monkeypatch.setattr(books, "_MOST_ROWS", 3)
    package = opened([["Head"], *([each] for each in range(5))])
    found = [[row[0][2] for row in cells(package, number)] for number in (1, 2, 3)]
    assert found == [["Head", "0", "1"], ["Head", "2", "3"], ["Head", "4"]]
    book = part(package, "xl/workbook.xml")
    assert [each.get("name") for each in book.iter(f"{MAIN}sheet")] == [
        *("Entries", "Entries 2", "Entries 3")
    ]
    monkeypatch.setattr(books, "_MOST_ROWS", 100)
    monkeypatch.setattr(books, "_MOST_BYTES", 1)
    monkeypatch.setattr(books, "_AT_ONCE", 2)
    package = opened([["Head"], *([each] for each in range(3))])
    assert [len(cells(package, number)) for number in (1, 2)] == [3, 2]


def test_every_part_is_named_and_none_is_missing():
    package = opened([["Head"], ["Ana"]])
    types = part(package, "[Content_Types].xml")
    named = {each.get("PartName", "").lstrip("/") for each in types} - {""}
    there = {each for each in package.namelist() if not each.endswith(".rels")}
    assert named == there - {"[Content_Types].xml"}
    related = part(package, "xl/_rels/workbook.xml.rels")
    assert {f"xl/{each.get('Target')}" for each in related} <= there


def test_it_is_handed_on_while_it_is_read(monkeypatch):
    monkeypatch.setattr(books, "_PART", 0)
    read = []

    def rows():
        for each in range(1000):
            read.append(each)
            yield [f"row {each}", "x" * LONGEST]

    parts = workbook(rows(), "Entries")
    assert next(parts)
    assert len(read) <= books._AT_ONCE + 1


def test_without_rows_there_is_an_empty_sheet():
    assert cells(opened([])) == [[]]
