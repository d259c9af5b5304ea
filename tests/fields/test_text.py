"""One line of text, and the named kinds that build on it."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.one_line import LONGEST, one_line
from hubapp.fields.first_name import FirstName
from hubapp.fields.last_name import LastName
from hubapp.fields.text import Text

KINDS = [Text(), FirstName(), LastName()]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ([" hi "], "hi"),
        (["two\r\nlines"], "two lines"),
        (["tab\tand\x00nul"], "tab and nul"),
        (["first", "second"], "first"),
        (["Zoë 🎉"], "Zoë 🎉"),
        (["\n\t"], ""),
        ([], ""),
    ],
)
def test_a_text_is_one_line(raw, line):
    assert one_line(raw) == line


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.kind)
class TestEachKind:
    def test_a_text_is_kept_up_to_its_length(self, kind):
        assert kind.clean(["x" * LONGEST], {}, True, "Name") == Clean("x" * LONGEST)

    def test_a_longer_one_is_not_cut_but_told_how_long_it_is(self, kind):
        found = kind.clean(["x" * (LONGEST + 5)], {}, False, "Name")
        assert str(found.sentence) == "Shorten this to 255 characters; it has 260."

    @pytest.mark.parametrize("raw", [[], [""], ["  "]])
    def test_it_may_be_left_out_unless_it_is_required(self, kind, raw):
        assert kind.clean(raw, {}, False, "Name") == Clean(None)
        found = kind.clean(raw, {}, True, "Name")
        assert isinstance(found, Unclean)
        assert "“Name”" in str(found.sentence)


@pytest.mark.parametrize(("kind", "personal"), list(zip(KINDS, [False, True, True], strict=True)))
def test_names_are_personal(kind, personal):
    assert kind.personal is personal
