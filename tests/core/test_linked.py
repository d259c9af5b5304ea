"""Text with links in it."""

from __future__ import annotations

import pytest

from hubapp.core.linked import Piece, dead_links, pieces_of, spelled_out

HERE = "https://example.org/terms"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("I agree.", [Piece("I agree.")]),
        (
            f"I accept the [terms]({HERE}).",
            [Piece("I accept the "), Piece("terms", HERE), Piece(".")],
        ),
        (f"[Terms]({HERE})", [Piece("Terms", HERE)]),
        (f"See {HERE}, please", [Piece("See "), Piece(HERE, HERE), Piece(", please")]),
        ("[wiki](https://x.org/a_(b))", [Piece("wiki", "https://x.org/a_(b)")]),
        ("[x](javascript:alert)", [Piece("[x](javascript:alert)")]),
        ("[x]() <b>", [Piece("[x]() <b>")]),
        ("(18+) [sic]", [Piece("(18+) [sic]")]),
    ],
)
def test_links_are_read_out_of_text(text, pieces):
    assert pieces_of(text) == pieces


def test_a_receipt_names_the_address_behind_the_words():
    text = f"I accept the [terms]({HERE}) and {HERE}."
    assert spelled_out(text) == f"I accept the terms ({HERE}) and {HERE}."


def test_a_link_that_leads_nowhere_is_named():
    assert dead_links(f"[one](example.org) [two]({HERE}) [three](javascript:x)") == ["one", "three"]
