"""The screen before publishing."""

from __future__ import annotations

import pytest

from hubapp.services import editing
from tests.blueprints.page import page_of


@pytest.fixture
def publish(draft) -> str:
    return f"/hubs/{draft.id}/publish"


def test_what_changes_is_said_by_card_and_leads_to_its_control(editor, draft, card, publish):
    editing.publish(draft.id, None)
    body = {"question": "Where?", "card_title": "Your spot"}
    editing.save_card(draft.id, None, card, body)
    page = page_of(editor.get(publish))
    assert "Poll “Your spot”" in page.words
    at = f"/hubs/{draft.id}/edit/cards/{card}?mend=y"
    assert page.links[f"{at}#question"].startswith("question: “Where?” instead of")
    assert "Publish version 2" in page.words


def test_where_nothing_changed_it_says_so(editor, draft, card, publish):
    editing.publish(draft.id, None)
    assert "Nothing: the draft is what visitors see." in page_of(editor.get(publish)).words


def test_whose_changes_go_live_is_said(editor, draft, card, publish):
    editor.post(f"/hubs/{draft.id}/edit/cards/{card}", data={"question": "Where?"})
    assert "Changes by editor" in page_of(editor.get(publish)).words


def test_whoever_comes_from_there_reads_at_the_control_what_is_missing(editor, draft, screen, card):
    editing.save_card(draft.id, None, card, {"question": ""})
    assert "The poll asks nothing." in page_of(editor.get(f"{screen}?mend=y")).words
    assert "The poll asks nothing." not in page_of(editor.get(screen)).words


def test_there_is_nothing_to_press_where_nothing_changed(editor, draft, card, publish):
    assert "Publish version 1" in page_of(editor.get(publish)).words
    editing.publish(draft.id, None)
    assert "Publish version" not in page_of(editor.get(publish)).words
    editing.unpublish(draft.id)
    assert "Publish version 2" in page_of(editor.get(publish)).words
