"""The brand's own face for headlines."""

from __future__ import annotations

import brotli
import pytest

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.services import editing
from hubapp.services.editing.faces import LARGEST_FACE, _unpacked
from tests.support.faces import BODY


@pytest.fixture
def draft(both, workspace, owner):
    return editing.create_hub(workspace.id, owner.id, "Summer")


def face_of(draft):
    return editing.draft_snapshot(draft.id).face


def test_it_is_kept_as_it_is_and_told_before_publishing(draft):
    editing.choose_face(draft.id, None, "C:\\fonts\\Brand Sans.woff2", BODY)
    face = face_of(draft)
    assert (face.name, editing.face_file(face.id)) == ("Brand Sans", BODY)
    assert 90 < face.small < 100
    said = [str(each.sentence) for each in editing.outlook_of(draft).changes]
    assert "face of headlines: now “Brand Sans”" in said


def test_it_is_taken_away_and_comes_back_by_undo(draft):
    editing.choose_face(draft.id, None, "Brand.woff2", BODY)
    face = face_of(draft)
    editing.drop_face(draft.id, None)
    assert face_of(draft) is None
    editing.undo(draft.id, None)
    assert face_of(draft) == face


def test_saving_the_hubs_words_leaves_it(draft):
    editing.choose_face(draft.id, None, "Brand.woff2", BODY)
    document = editing.documents(draft.id)["hub"]
    editing.save_hub(draft.id, None, {"name": "Other"}, document["theme"])
    assert face_of(draft).name == "Brand"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "Choose a file first."),
        (BODY[:-1], "This is not a WOFF2 file"),
        (b"\0\1\0\0" + b"\0" * 400, "This is not a WOFF2 file"),
        (b"x" * (LARGEST_FACE + 1), "The file has 101 KB, and 100 KB are the most"),
    ],
)
def test_anything_else_is_refused_in_a_sentence_and_changes_nothing(draft, body, said):
    before = editing.documents(draft.id)
    with pytest.raises(Refused, match=said):
        editing.choose_face(draft.id, None, "x.woff2", body)
    assert editing.documents(draft.id) == before


def test_a_name_that_says_nothing_is_none(draft):
    editing.choose_face(draft.id, None, "", BODY)
    assert face_of(draft).name == face_of(draft).id


def test_a_picture_is_no_face_and_a_face_no_picture(draft):
    editing.choose_face(draft.id, None, "Brand.woff2", BODY)
    with pytest.raises(NotFoundHere):
        editing.picture(face_of(draft).id)
    with pytest.raises(NotFoundHere):
        editing.face_file("unknown")


def test_a_bomb_is_let_go_before_it_has_gone_off():
    bomb = brotli.compress(b"\0" * 50_000_000)
    assert _unpacked(bomb, 1000) is None
    assert _unpacked(brotli.compress(b"a" * 1000), 1000) == b"a" * 1000
    assert _unpacked(brotli.compress(b"a" * 1000)[:-2], 1000) is None
    assert _unpacked(b"nothing of the sort", 1000) is None
