"""QR codes of addresses."""

from __future__ import annotations

from hubapp.web.qr import qr_file, qr_inline

ADDRESS = "https://example.com/h/summer/"


def test_in_a_page_it_is_unseen_by_those_who_hear_the_page():
    drawn = qr_inline(ADDRESS)
    assert drawn.startswith('<svg aria-hidden="true"')
    assert "style=" not in drawn, "the policy of our pages refuses inline styles"


def test_to_print_it_is_a_file_of_its_own_and_differs_by_address():
    assert qr_file(ADDRESS).startswith(b"<?xml")
    assert qr_file(ADDRESS) != qr_file(f"{ADDRESS}x")
