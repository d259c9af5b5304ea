"""What somebody typed on a line, whichever field it is."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.one_line import LONGEST, OneLine, one_line
from hubapp.core.words import Words


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (["  Ana  "], "Ana"),
        (["Ana\r\nMaria"], "Ana Maria"),
        (["Ana\x00"], "Ana"),
        (["Ana", "Ben"], "Ana"),
        ([""], ""),
        ([], ""),
    ],
)
def test_a_line_is_the_first_value_without_what_breaks_it(raw, line):
    assert one_line(raw) == line


class Nickname(OneLine):
    kind = "nickname"


def test_whatever_fits_is_kept():
    longest = "é" * LONGEST
    assert Nickname().clean([longest], {}, True, "Nickname") == Clean(longest)


def test_what_is_too_long_is_not_cut():
    found = Nickname().clean(["x" * 256], {}, True, "Nickname")
    sentence = "Shorten this to %(most)s characters; it has %(length)s."
    assert found == Unclean(Words(sentence, most=255, length=256))


def test_only_what_is_required_must_be_there():
    assert Nickname().clean([" "], {}, False, "Nickname") == Clean(None)
    wanted = Unclean(Words("Fill in “%(field)s”.", field="Nickname"))
    assert Nickname().clean([" "], {}, True, "Nickname") == wanted


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\ufeff \u2060", "\u3164", "\u2800", "\u200d", "\u202e"]
)
def test_what_cannot_be_seen_is_empty(unseen):
    assert one_line([unseen]) == ""


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍👩‍👧", "क्‍ष"])
def test_joiners_of_scripts_and_emoji_stay(text):
    assert one_line([text]) == text


def test_equal_texts_are_equal():
    assert one_line(["Zoe\u0308"]) == one_line(["Zo\u00eb"]) == "Zo\u00eb"
