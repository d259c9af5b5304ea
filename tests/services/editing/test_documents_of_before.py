"""Documents that an earlier release has stored, without what this one adds: what this release
writes out of them is no step of anybody's, and takes nothing back that somebody did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.editing import cards, drafts, faces, forms, hubs, openings, saves
from tests.services.editing.made_cards import card, undo_all

LOOK = {"preset": "sherbet", "background": "#ffffff", "accent": "#000000"}


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer", theme=LOOK)


def store(hub: Hub, key: str, body: dict) -> dict:
    """As an earlier release left it there."""
    with transaction():
        drafts.apply(hub.id, {key: body})
    return body


def without(body: dict, *names: str) -> dict:
    return {name: value for name, value in body.items() if name not in names}


@pytest.fixture
def poll(hub) -> str:
    """A card that an earlier release has made: it stands in the log as it was then."""
    poll = cards.add_card(hub.id, None, "poll")
    older = card(hub, poll)
    older = {**older, "content": without(older["content"], "mixed"), "entry": {"rule": "none"}}
    drafts.undo(hub.id, None)
    page = next(key for key in drafts.documents(hub.id) if key.startswith("page:"))
    there = {**drafts.documents(hub.id)[page], "cards": [poll]}
    what = Words("adding “%(title)s”", title=older["title"])
    editing.change(hub.id, None, what, {f"card:{poll}": older, page: there})
    return poll


def test_a_card_is_taken_back_to_as_it_was_stored_and_so_is_what_made_it(hub, poll):
    before = card(hub, poll)
    saves.save_card(hub.id, None, poll, {"card_title": "New", "card_entry": {"rule": "day"}})
    assert card(hub, poll)["entry"] == {"rule": "day"}
    for _ in range(2):
        drafts.undo(hub.id, None)
    assert card(hub, poll) == before
    assert str(drafts.undo(hub.id, None)) == "adding “What do you prefer?”"
    assert drafts.undo(hub.id, None) is None


def test_a_card_that_is_saved_as_it_stood_is_no_step(hub, poll):
    before = card(hub, poll)
    times = {"opens_at": "", "closes_at": "", "closed_text": "", "closed_url": ""}
    rule = {"rule": "none", "hours": "24", "field": "", "turns": "1"}
    posted = {"card_title": before["title"], "card_opening": times, "card_entry": rule}
    saves.save_card(hub.id, None, poll, posted)
    assert card(hub, poll) == before
    assert undo_all(hub) == ["adding “What do you prefer?”"]


def test_a_list_button_on_a_card_writes_out_nothing_else(hub, poll):
    before = card(hub, poll)
    saves.save_card(hub.id, None, poll, {}, "add:choices")
    assert without(card(hub, poll), "content") == without(before, "content")
    assert "mixed" not in card(hub, poll)["content"]
    drafts.undo(hub.id, None)
    assert card(hub, poll) == before


def test_a_form(hub, poll):
    field = {"id": "f1", "kind": "phone", "key": "phone", "label": "Phone", "required": False}
    older = {"placement": "end", "headline": "Hello", "button": "Go", "fields": [field]}
    store(hub, f"form:{poll}", older)
    typed = {"headline": "Hi", "fields": {"f1": {"label": "Mobile"}}}
    forms.save_form(hub.id, None, poll, typed)
    assert [str(drafts.undo(hub.id, None)) for _ in range(2)] == [
        "changing the form of “What do you prefer?”: field 1, label",
        "changing the form of “What do you prefer?”: headline",
    ]
    assert drafts.documents(hub.id)[f"form:{poll}"] == older


def test_a_button_on_a_form_is_one_step(hub, poll):
    older = {"placement": "end", "headline": "Hello", "button": "Go", "fields": []}
    store(hub, f"form:{poll}", older)
    forms.save_form(hub.id, None, poll, {}, "add:phone")
    assert "confirm" not in drafts.documents(hub.id)[f"form:{poll}"]
    drafts.undo(hub.id, None)
    assert drafts.documents(hub.id)[f"form:{poll}"] == older


@pytest.fixture
def older_hub(hub) -> dict:
    new = "hero", "hero_alt", "stays", "waits", "erase_days", "face", "opening", "time_zone"
    body = drafts.documents(hub.id)["hub"]
    older = without(body, *new, "language")
    older["theme"] = without(body["theme"], "accent")
    return store(hub, "hub", older)


def test_words_of_a_hub(hub, older_hub):
    theme = {**LOOK, "accent": "#ff5a36"}
    hubs.save_hub(hub.id, None, {"tagline": "All of it", "hero": "", "hero_alt": ""}, theme)
    assert undo_all(hub) == ["changing the hub’s words and looks: line under the name"]
    assert drafts.documents(hub.id)["hub"] == older_hub


SAVED_AS_IT_STOOD: list[Callable[[int], None]] = [
    lambda hub_id: hubs.save_hub(hub_id, None, {}, {**LOOK, "accent": "#ff5a36"}),
    lambda hub_id: hubs.choose_language(hub_id, None, "en"),
    lambda hub_id: hubs.choose_stay(hub_id, None, hubs.stays_of(hub_id), "", hubs.waits_of(hub_id)),
    lambda hub_id: openings.save_times(hub_id, None, {"opening": {}}),
    lambda hub_id: faces.drop_face(hub_id, None),
]


@pytest.mark.parametrize("save", SAVED_AS_IT_STOOD)
def test_settings_of_a_hub_that_are_saved_as_they_stood_are_no_step(hub, older_hub, save):
    save(hub.id)
    assert undo_all(hub) == []
    assert drafts.document(hub.id, "hub") == (older_hub, 2)


def test_times_of_a_hub_are_one_step(hub, older_hub):
    openings.save_times(hub.id, None, {"opening": {"opens_at": "2030-01-01T10:00"}})
    assert drafts.draft_snapshot(hub.id).opening.opens_at == "2030-01-01T10:00"
    assert undo_all(hub) == ["changing the opening times"]
    assert drafts.documents(hub.id)["hub"] == older_hub


def test_a_page_keeps_what_this_release_does_not_know(hub, poll):
    """Pages have had a title and cards since the first release."""
    page = next(key for key in drafts.documents(hub.id) if key.startswith("page:"))
    other = cards.add_card(hub.id, None, "poll")
    older = store(hub, page, {**drafts.documents(hub.id)[page], "note": "kept"})
    cards.move_card(hub.id, None, poll, 1)
    assert drafts.documents(hub.id)[page] == {**older, "cards": [other, poll]}
    drafts.undo(hub.id, None)
    assert drafts.documents(hub.id)[page] == older
