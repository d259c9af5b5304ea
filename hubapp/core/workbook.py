"""An Excel workbook (OOXML) that is written while its rows are read: a part of the file at a time,
so memory is flat however many there are, and a download begins at once. A library writes a file of
its own first.

Texts are texts, whatever they begin with: Excel runs none of them, nor when one is edited."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, count, islice

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell holds."""
_MOST_ROWS, _MOST_BYTES = 1_048_576, 1_500_000_000
"""Of a sheet: rows that Excel shows; bytes, for beyond 2 GiB a zip is of another kind, which Excel
mends before it opens it. What is more comes on another sheet."""
_AT_ONCE = 100
"""Rows that are packed at once."""
_PART = 16 * 1024
"""Bytes that are handed on at once."""
_DIGITS = 15
"""Of a number: a longer one would lose its last."""
_HEAD, _TEXT, _TIME = 1, 2, 3
"""Styles, see ``_STYLES``."""
_EPOCH = datetime(1899, 12, 30)
"""Day 0, by the clock on the wall."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# quotePrefix: as if it was typed behind an apostrophe, so that it stays a text when it is edited.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_SHEET = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    '</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="100" width="22" customWidth="1"/></cols><sheetData>'
)
_END = "</sheetData></worksheet>"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
)
_BOOK = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Neither XML nor Excel has these.
_NOT_THERE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel would read it as a character.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class _Pipe:
    """What the zip writes to: kept until it is taken."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self.size = 0

    def write(self, part: bytes) -> int:
        self._written.append(bytes(part))
        self.size += len(part)
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._written)
        self._written, self.size = [], 0
        return taken


def workbook(rows: Iterable[Sequence[object]], title: str) -> Iterator[bytes]:
    """The file, in parts. rows: the headings first; texts, numbers and times (written as the clock
    showed them), all else as a text. title: of its sheet, at most 25 characters."""
    given = iter(rows)
    headings = next(given, ())
    pipe = _Pipe()
    # It cannot be gone back in, so sizes stand behind each file in it.
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:  # type: ignore[call-overload]
        for number in count(1):
            left = yield from _sheet(package, pipe, number, headings, given)
            if left is None:
                break
            given = chain([left], given)
        for name, text in _around(number, title):
            package.writestr(name, text)
    yield pipe.take()


def _sheet(
    package: zipfile.ZipFile,
    pipe: _Pipe,
    number: int,
    headings: Sequence[object],
    rows: Iterator[Sequence[object]],
) -> Generator[bytes, None, Sequence[object] | None]:
    """One sheet, in parts. Returns the first row that has no room on it; None: all had."""
    with package.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
        written = sheet.write((_SHEET + _row(headings, _HEAD)).encode())
        room = _MOST_ROWS - 1
        while some := list(islice(rows, min(_AT_ONCE, room))):
            written += sheet.write("".join([_row(each) for each in some]).encode())
            room -= len(some)
            if pipe.size > _PART:
                yield pipe.take()
            if room == 0 or written > _MOST_BYTES:
                break
        sheet.write(_END.encode())
    return next(rows, None)


def _row(cells: Sequence[object], style: int = 0) -> str:
    return f"<row>{''.join([_cell(each, style) for each in cells])}</row>"


def _cell(value: object, style: int) -> str:
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
        return f'<c s="{_TIME}"><v>{days:.10f}</v></c>'
    if isinstance(value, int | float) and _is_kept_whole(value):
        return f"<c><v>{value!r}</v></c>"
    text = str(value)
    if not text:
        return "<c/>"
    style = style or (_TEXT if text.startswith(_FORMULA) else 0)
    look = f' s="{style}"' if style else ""
    return f'<c{look} t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _is_kept_whole(value: float) -> bool:
    """A number that Excel reads as it is."""
    return not isinstance(value, bool) and abs(value) < 10**_DIGITS


def _escaped(text: str) -> str:
    text = _CODED.sub("_x005F_", _NOT_THERE.sub("�", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _around(sheets: int, title: str) -> Iterator[tuple[str, str]]:
    """What says where the sheets are. Last, for only now is it known how many there are."""
    numbers = range(1, sheets + 1)
    parts = "".join(_part(f"worksheets/sheet{each}", "worksheet") for each in numbers)
    parts += _part("workbook", "sheet.main") + _part("styles", "styles")
    yield "[Content_Types].xml", f"{_TYPES}{parts}</Types>"
    yield "_rels/.rels", _relations([_related(1, "officeDocument", "xl/workbook.xml")])
    names = (_escaped(title if each == 1 else f"{title} {each}") for each in numbers)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{each}" r:id="rId{each}"/>'
        for each, name in zip(numbers, names, strict=True)
    )
    yield "xl/workbook.xml", f"{_BOOK}<sheets>{listed}</sheets></workbook>"
    related = [_related(each, "worksheet", f"worksheets/sheet{each}.xml") for each in numbers]
    related.append(_related(sheets + 1, "styles", "styles.xml"))
    yield "xl/_rels/workbook.xml.rels", _relations(related)
    yield "xl/styles.xml", _STYLES


def _part(name: str, kind: str) -> str:
    kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>'


def _related(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(related: Iterable[str]) -> str:
    head = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{head}{''.join(related)}</Relationships>"
