"""The screen of codes: lists go in by paste and by file; the given ones are for admins."""

from __future__ import annotations

import io

import pytest

from hubapp.services import editing, stock


@pytest.fixture
def screen(draft) -> str:
    card = editing.add_card(draft.id, None, "code")
    return f"/hubs/{draft.id}/edit/cards/{card}/codes"


def test_codes_are_pasted_and_what_is_left_is_said(editor, screen):
    assert "No codes yet" in editor.get(screen).text
    page = editor.post(f"{screen}/codes", data={"codes": "A1\nB2"}, follow_redirects=True).text
    assert "2 codes are in." in page
    assert "2 of 2 left" in page
    page = editor.post(f"{screen}/codes/remove", follow_redirects=True).text
    assert "2 codes are out." in page


def test_a_file_is_read(editor, screen):
    file = (io.BytesIO(b"code;for\nA1;x\n"), "codes.csv")
    page = editor.post(f"{screen}/codes", data={"file": file}, follow_redirects=True).text
    assert "1 code is in." in page


def test_what_is_no_list_comes_back_with_a_sentence(editor, screen):
    long = "x" * 61
    reply = editor.post(f"{screen}/codes", data={"codes": f"A1\n{long}"})
    assert reply.status_code == 422
    assert "Line 2 has more than 60 characters" in reply.text
    assert long in reply.text


def test_an_editor_does_not_download_what_was_given(editor, screen):
    assert editor.post(f"{screen}/codes/given.csv").status_code == 403


def test_there_is_no_such_list(editor, screen):
    assert editor.post(f"{screen}/other", data={"codes": "A1"}).status_code == 404
    assert stock.standing_of(0, "x") == {}
