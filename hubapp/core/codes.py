"""Reading lists of codes as marketers paste or upload them, and codes as visitors type them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words

MOST = 100_000
"""Codes of one list."""
LONGEST = 60
"""Characters of a code: it is printed on a ticket."""
_HEADINGS = {"code", "codes", "coupon", "coupon code", "voucher", "voucher code"}
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]")
_BETWEEN = re.compile(r"[\s\-‐-―_.]+")


@dataclass(frozen=True)
class CodeList:
    """codes: each once, in their order; twice: how many stood there before; heading: the first line
    was one."""

    codes: list[str]
    twice: int = 0
    heading: bool = False


def read_codes(text: str) -> CodeList:
    """One code a line, or the first column of a CSV file. Raises Refused, naming the line, when
    something cannot be a code; nothing is cut."""
    lines = [(number, cell) for number, cell in _cells(text) if cell]
    heading = bool(lines) and lines[0][1].casefold() in _HEADINGS
    found = [each for _, each in lines[1 if heading else 0 :]]
    long = next((number for number, each in lines if len(each) > LONGEST), 0)
    if long:
        _refuse(
            Words(
                "Line %(line)s has more than %(most)s characters. A code stands alone on its line, "
                "or in the first column.",
                line=long,
                most=LONGEST,
            )
        )
    if not found:
        _refuse(Words("There is no code in it. Paste them one a line, or choose a file."))
    if len(found) > MOST:
        sentence = Words(
            "These are %(count)s codes, and a list holds %(most)s.", count=len(found), most=MOST
        )
        _refuse(sentence)
    codes = list(dict.fromkeys(found))
    return CodeList(codes, len(found) - len(codes), heading)


def decoded(body: bytes) -> str:
    """The text of a file. Raises Refused for what is none."""
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        _refuse(Words("This file is no text. Save the list as CSV (UTF-8) and choose that."))
    return text


def as_typed(code: str) -> str:
    """What a code is compared by when people type it: upper or lower case, spaces and hyphens do
    not matter, nor the width of letters."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", code))
    return _BETWEEN.sub("", plain).casefold()


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Number of each line, from 1, and its first cell."""
    first = text.partition("\n")[0]
    between = max(";,\t", key=first.count)
    if not first.count(between):
        for number, line in enumerate(text.splitlines(), 1):
            yield number, _plain(line.strip().strip('"'))
        return
    try:
        for row in (rows := csv.reader(io.StringIO(text, newline=""), delimiter=between)):
            yield rows.line_num, _plain(row[0]) if row else ""
    except csv.Error:
        _refuse(Words("This is no CSV file. Paste the codes one a line."))


def _plain(cell: str) -> str:
    return _UNSEEN.sub("", cell).strip()


def _refuse(sentence: Words) -> None:
    raise Refused(Problem("codes", sentence))
