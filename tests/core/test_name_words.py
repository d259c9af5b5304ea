"""A name is found by how each of its words begins, whoever typed it and however."""

from __future__ import annotations

import pytest

from hubapp.core.name_words import LONGEST, MOST, name_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ana", ["ana"]),
        ("  María-José  O’Neill ", ["maria", "jose", "oneill"]),
        ("Weiß", ["weiss"]),
        ("김 민준", ["김", "민준"]),
        ("مُحَمَّد", ["محمد"]),
        ("J.R.R. Tolkien", ["jrr", "tolkien"]),
        ("Ana ana ANA", ["ana"]),
        ("x" * 90, ["x" * LONGEST]),
        ("_ – ?", []),
    ],
)
def test_words_of_a_name(name, words):
    assert name_words(name) == words


def test_a_long_text_is_no_name():
    assert len(name_words(" ".join(f"w{at}" for at in range(500)))) == MOST
