"""Before publishing: what would change, what is missing, what to say yes to."""

from __future__ import annotations

import pytest

from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.own_words import make_own


@pytest.fixture
def publish(draft) -> str:
    return f"/hubs/{draft.id}/publish"


@pytest.fixture
def wheel(draft) -> str:
    card_id = editing.add_card(draft.id, None, "wheel")
    make_own(draft.id, card_id)
    return card_id


def test_a_promise_that_is_a_sample_wants_a_yes(editor, draft, wheel, publish):
    reply = editor.post(publish, data={"note": "For the weekend"})
    page = page_of(reply)
    assert reply.status_code == 422
    assert "“Spin to win” promises “10% off”, which is a sample. Not answered yet." in page.words
    assert page.values["note"] == "For the weekend"
    agreed = [each[0].key for each in doubts(draft)]
    reply = editor.post(publish, data={"agreed": agreed, "note": "For the weekend"})
    assert reply.status_code == 302
    (version,) = editing.versions_of(draft.id)
    assert version.note == "For the weekend"


def doubts(draft) -> list:
    return [(each,) for each in editing.outlook_of(draft).doubts]


def test_what_somebody_changed_meanwhile_is_looked_at_first(editor, draft, card, publish):
    mark = page_of(editor.get(publish)).values["mark"]
    editing.add_card(draft.id, None, "content")
    page = page_of(editor.post(publish, data={"mark": mark}))
    assert "Somebody has changed the draft since you opened this page." in page.words
    assert editing.versions_of(draft.id) == []
    assert editor.post(publish, data={"mark": page.values["mark"]}).status_code == 302


def test_a_note_that_is_too_long_is_refused_and_kept(editor, draft, card, publish):
    page = page_of(editor.post(publish, data={"note": "a" * 301}))
    assert "Shorten this to 300 characters" in page.words
    assert page.values["note"] == "a" * 301
