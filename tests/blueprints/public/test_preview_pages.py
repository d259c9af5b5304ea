"""The preview beside the work: each moment of a card, and what is being edited."""

from __future__ import annotations

import pytest

from hubapp.services import editing


@pytest.fixture
def quiz(draft):
    card_id = editing.add_card(draft.id, None, "quiz")
    return editing.document(draft.id, f"card:{card_id}")[0]


@pytest.fixture
def seen(editor, draft, quiz):
    def look(**asked: str) -> str:
        reply = editor.get(f"/preview/{draft.id}/{quiz['slug']}/", query_string=asked)
        assert reply.status_code == 200
        return reply.text

    return look


def test_it_shows_what_is_being_edited(seen, quiz):
    first, second = quiz["content"]["questions"][:2]
    assert first["text"] in seen()
    assert second["text"] in seen(item=second["id"])
    result = quiz["content"]["results"][-1]
    assert result["title"] in seen(item=result["id"])


@pytest.mark.parametrize(
    ("moment", "words"), [("closed", "This is closed"), ("played", "You have had your turn")]
)
def test_every_state_can_be_looked_at(seen, moment, words):
    assert words in seen(moment=moment)


@pytest.mark.parametrize("moment", ["form", "won", "nonsense", "x" * 3000])
def test_what_is_not_there_shows_the_first_screen(seen, quiz, moment):
    assert quiz["content"]["questions"][0]["text"] in seen(moment=moment, item=moment)


def test_what_it_is_is_said_beside_it_and_not_in_it(editor, draft, seen):
    note = "Preview: only members see this"
    assert note in seen()
    assert note not in seen(framed="1")
    assert note not in editor.get(f"/preview/{draft.id}/?framed=1").text
