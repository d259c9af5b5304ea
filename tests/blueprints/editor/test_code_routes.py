"""The lists of codes of a card, by what is posted."""

from __future__ import annotations

import csv
import io

import pytest

from hubapp.doors.database import transaction
from hubapp.services import editing, stock
from tests.blueprints.page import page_of

POOL = "codes"


@pytest.fixture
def card(draft) -> str:
    """A card of the draft that asks for a code."""
    return editing.add_card(draft.id, None, "code")


@pytest.fixture
def screen(build, card) -> str:
    return f"{build}/cards/{card}/codes"


@pytest.fixture
def standing(draft, card):
    """total, left of the list."""

    def now() -> tuple[int, int]:
        [(_, found)] = editing.pools_of(draft.id, card)
        return found.total, found.left

    return now


def test_codes_are_pasted_and_what_became_of_them_is_said(editor, screen, standing):
    assert "No codes yet." in page_of(editor.get(screen)).words
    reply = editor.post(f"{screen}/{POOL}", data={"codes": "code\nSUN\nMOON\nsun"})
    assert reply.location == screen
    words = page_of(editor.get(screen)).words
    for sentence in ("2 codes are in.", "it counts once.", "taken for a heading.", "2 of 2 left"):
        assert sentence in words
    assert standing() == (2, 2)
    # Nobody reads them here any more.
    assert "MOON" not in words


@pytest.mark.parametrize("body", [b"SUN;1\nMOON;2\n", "SUN\nMOON".encode("utf-16")])
def test_codes_are_read_from_a_file(editor, screen, standing, body):
    editor.post(f"{screen}/{POOL}", data={"file": (io.BytesIO(body), "codes.csv"), "codes": "X"})
    assert standing() == (2, 2)


def test_an_empty_file_control_is_no_file(editor, screen, standing):
    editor.post(f"{screen}/{POOL}", data={"file": (io.BytesIO(b""), ""), "codes": "SUN"})
    assert standing() == (1, 1)


def test_what_cannot_be_read_is_refused_and_stays_in_its_control(editor, screen, standing):
    typed = f"SUN\n{'x' * 61}"
    reply = editor.post(f"{screen}/{POOL}", data={"codes": typed})
    page = page_of(reply)
    assert reply.status_code == 422
    assert "Line 2 has more than 60 characters." in page.words
    assert page.values["codes"].replace("\r\n", "\n") == typed
    assert standing() == (0, 0)


def test_a_picture_is_refused_with_a_sentence(editor, screen):
    picture = (io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0"), "codes.csv")
    reply = editor.post(f"{screen}/{POOL}", data={"file": picture})
    assert reply.status_code == 422
    assert "This file is no text." in page_of(reply).words


def test_what_is_left_is_taken_out(editor, screen, standing):
    editor.post(f"{screen}/{POOL}", data={"codes": "SUN\nMOON"})
    assert "Take out 2 unused codes" in page_of(editor.get(screen)).words
    assert editor.post(f"{screen}/{POOL}/remove").location == screen
    assert "2 codes are out." in page_of(editor.get(screen)).words
    assert standing() == (0, 0)


def test_admins_keep_the_file_of_what_was_used(editor, signed_in, draft, card, screen):
    editor.post(f"{screen}/{POOL}", data={"codes": "SUN\nMOON"})
    with transaction():
        stock.use_code(draft.id, card, POOL, "sun", once=True)
    assert "Download" not in page_of(editor.get(screen)).words
    admin = signed_in("admin")
    assert "Download 1 used code" in page_of(admin.get(screen)).words
    reply = admin.post(f"{screen}/{POOL}/given.csv")
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["Code", "SUN"]
    assert editor.post(f"{screen}/{POOL}/given.csv").status_code == 403


@pytest.mark.parametrize("way", ["", "/remove"])
def test_a_list_that_the_card_does_not_have_is_not_there(editor, screen, way):
    reply = editor.post(f"{screen}/nobody{way}", data={"codes": "SUN"})
    assert reply.status_code == 404


def test_results_with_a_number_are_told(editor, build, draft):
    luck = editing.add_card(draft.id, None, "scratch")
    key = f"card:{luck}"
    document, _ = editing.document(draft.id, key)
    document["content"]["prizes"][0]["limit"] = 5
    editing.change(draft.id, None, "luck", {key: document})
    words = page_of(editor.get(f"{build}/cards/{luck}/codes")).words
    assert "0 of 5 given" in words
    assert "This card gives no codes of a list." in words
