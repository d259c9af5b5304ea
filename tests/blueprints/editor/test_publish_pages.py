"""The screen before publishing."""

from __future__ import annotations

import re

import pytest

from hubapp.core.controls import tree_of
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.factories import ConnectionFactory


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


@pytest.fixture
def reworded(draft, card) -> list[str]:
    """Two choices of a published poll read otherwise, and answers are sent somewhere. The names of
    the questions about them."""
    editing.publish(draft.id, None)
    ConnectionFactory(hub=draft)
    read(draft, card, "Now 0", "Now 1", "The city")
    return [each.rewording.name for each in editing.outlook_of(draft).reworded]


def read(draft, card: str, *texts: str) -> None:
    choices = editing.documents(draft.id)[f"card:{card}"]["content"]["choices"]
    names = [f"choices.{each['id']}.text" for each in choices]
    editing.save_card(draft.id, None, card, tree_of(zip(names, texts, strict=True)))


def checked(page: str) -> list[str]:
    return re.findall(r'name="reworded[^"]+" value="(\w+)" checked', page)


def test_whoever_publishes_says_whether_other_words_are_the_same_answer(editor, publish, reworded):
    page = editor.get(publish).text
    assert "“The beach” now reads “Now 0”" in page
    assert "it goes on being sent as “The beach”" in page
    assert "it is sent as “Now 0” from now on" in page
    assert checked(page) == []
    first, second = reworded
    refused = editor.post(publish, data={first: "new"})
    assert refused.status_code == 422
    assert refused.text.count("is the same answer.") == 1
    assert checked(refused.text) == ["new"]
    assert editor.post(publish, data={first: "new", second: "same"}).status_code == 302


def test_all_of_a_card_are_answered_by_one_press(editor, draft, publish, reworded):
    """Without a script as well: it is a button of the form."""
    page = editor.get(publish).text
    [press] = re.findall(r'name="_answers" value="(same:[^"]+)"', page)
    filled = editor.post(publish, data={"_answers": press, "note": "Typing errors"})
    assert filled.status_code == 200
    assert checked(filled.text) == ["same", "same"]
    assert "Typing errors" in filled.text
    assert editing.versions_of(draft.id)[0].number == 1


def test_where_nothing_is_connected_the_same_answer_is_chosen(editor, draft, card, publish):
    editing.publish(draft.id, None)
    read(draft, card, "Sand", "The mountains", "The city")
    page = editor.get(publish).text
    assert "Nothing is connected yet" in page
    assert checked(page) == ["same"]
    assert editor.post(publish, data={}).status_code == 302


def test_there_is_nothing_to_press_where_nothing_changed(editor, draft, card, publish):
    assert "Publish version 1" in page_of(editor.get(publish)).words
    editing.publish(draft.id, None)
    assert "Publish version" not in page_of(editor.get(publish)).words
    editing.unpublish(draft.id)
    assert "Publish version 2" in page_of(editor.get(publish)).words
