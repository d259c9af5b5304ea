"""Lists of codes as they come from shops and spreadsheets."""

from __future__ import annotations

import pytest

from hubapp.core.codes import LONGEST, MOST, as_typed, decoded, read_codes
from hubapp.core.errors import Refused


@pytest.mark.parametrize(
    "text",
    [
        "A1\nB2\n",
        " A1 \r\n\r\nB2",
        "Code\nA1\nB2",
        "code;value\nA1;5\nB2;10\n",
        "A1,first\nB2,second",
        '"A1"\n"B2"\n',
        '"A1","a, b"\n"B2","c"\n',
        "\ufeffA1\n\u200bB2",
    ],
)
def test_one_a_line_or_the_first_column(text):
    assert read_codes(text).codes == ["A1", "B2"]


def test_what_stands_there_twice_is_counted_and_a_heading_is_said():
    found = read_codes("codes\nA1\nB2\nA1\na1\n")
    assert (found.codes, found.twice, found.heading) == (["A1", "B2", "a1"], 1, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no code in it"),
        ("code\n", "no code in it"),
        ("A1\n" + "x" * (LONGEST + 1), "Line 2 has more than 60"),
        ("\n".join(map(str, range(MOST + 1))), "100001 codes"),
    ],
)
def test_what_cannot_be_is_refused_whole(text, said):
    with pytest.raises(Refused, match=said):
        read_codes(text)


def test_files_of_spreadsheets_are_read_and_pictures_are_not():
    assert decoded("Ä1\n".encode()) == decoded("\ufeffÄ1\n".encode()) == "Ä1\n"
    assert decoded("A1\n".encode("utf-16")) == "A1\n"
    for body in (b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xff\xff"):
        with pytest.raises(Refused, match="no text"):
            decoded(body)


@pytest.mark.parametrize(
    "typed", ["sun-2026", " SUN 2026 ", "ｓｕｎ２０２６", "sun–2026\u200b", "Sun.2026"]
)
def test_how_somebody_types_a_code_does_not_matter(typed):
    assert as_typed(typed) == as_typed("SUN2026")
