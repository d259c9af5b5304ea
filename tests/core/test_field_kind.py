"""What the contract of a field kind gives to every kind."""

from __future__ import annotations

from hubapp.core.field_kind import Clean, FieldKind


class Shade(FieldKind):
    """The least that a kind can be."""

    def clean(self, raw, options, required, label):
        return Clean(raw[0])


def test_a_kind_without_settings_has_no_wrong_ones():
    assert Shade().option_problems({"anything": 1}) == []


def test_a_kind_says_only_what_is_its_own():
    shade = Shade()
    assert (shade.value_type, shade.personal, shade.receipt) == ("text", False, False)
    assert (shade.means, shade.identifies, shade.shown, shade.suggested) == ("", "", True, True)


def test_a_value_is_what_was_posted_and_no_link_is_read():
    shade = Shade()
    assert shade.source_of(["red"], {"shade": "blue"}, {}) == ["red"]
    assert shade.link_parameter({}) == ""
