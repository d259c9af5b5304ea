"""What a destination is that says nothing of its own."""

from __future__ import annotations

from hubapp.core import showing


def test_of_one_credential_the_typed_one_is_kept():
    assert showing.the_typed("saved", "typed", {}) == "typed"
    assert showing.the_typed("saved", "", {}) == "saved"
