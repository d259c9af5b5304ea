"""The id of a picture tells whether it moves."""

from hubapp.core.pictured import moves


def test_only_an_animation_moves():
    assert moves("ab" * 12 + "m")
    assert not moves("ab" * 12)
    assert not moves("")
