"""Drafts, undo and redo, publishing."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.errors import EditConflict, HubNotPublishable, Refused
from hubapp.services.editing import cards, drafts, forms, hubs, versions
from tests.support.forms import by_id


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")


def test_every_change_can_be_undone_and_done_again(hub, owner):
    states = [drafts.documents(hub.id)]
    card = cards.add_card(hub.id, owner.id, "quiz")
    states.append(drafts.documents(hub.id))
    forms.save_form(hub.id, owner.id, card, {"placement": "end"}, "add:email")
    states.append(drafts.documents(hub.id))
    twin = cards.duplicate_card(hub.id, owner.id, card)
    states.append(drafts.documents(hub.id))
    cards.move_card(hub.id, owner.id, twin, 0)
    states.append(drafts.documents(hub.id))
    cards.remove_card(hub.id, owner.id, card)
    states.append(drafts.documents(hub.id))
    for before in reversed(states[:-1]):
        assert drafts.undo(hub.id, owner.id)
        assert drafts.documents(hub.id) == before
    assert drafts.undo(hub.id, owner.id) is None
    for after in states[1:]:
        assert drafts.redo(hub.id, owner.id)
        assert drafts.documents(hub.id) == after
    assert drafts.redo(hub.id, owner.id) is None


def test_a_change_after_undo_drops_what_could_be_redone(hub, owner):
    cards.add_card(hub.id, owner.id, "quiz")
    drafts.undo(hub.id, owner.id)
    cards.add_card(hub.id, owner.id, "poll")
    assert drafts.redo(hub.id, owner.id) is None


def test_a_copy_is_named_in_the_language_of_whoever_copies(hub, owner):
    card = cards.add_card(hub.id, owner.id, "poll")
    copies = [
        cards.duplicate_card(hub.id, owner.id, card),
        cards.duplicate_card(hub.id, owner.id, card, lambda words: f"{words.parameters['title']}!"),
    ]
    titles = [drafts.documents(hub.id)[f"card:{each}"]["title"] for each in copies]
    assert titles == ["What do you prefer? (copy)", "What do you prefer?!"]


def test_a_stale_editor_is_told(hub, owner):
    card = cards.add_card(hub.id, owner.id, "content")
    cards.save_card(hub.id, owner.id, card, {"card_title": "New"}, revision=1)
    with pytest.raises(EditConflict):
        cards.save_card(hub.id, owner.id, card, {"card_title": "Old"}, revision=1)


def test_a_field_key_used_twice_is_refused_and_nothing_is_saved(hub, owner):
    card = cards.add_card(hub.id, owner.id, "form")
    before = drafts.documents(hub.id)
    fields = by_id({"kind": "text", "key": "a"}, {"kind": "text", "key": "a"})
    with pytest.raises(Refused, match="used twice"):
        forms.save_form(hub.id, owner.id, card, {"placement": "end", "fields": fields})
    assert drafts.documents(hub.id) == before


def test_an_empty_hub_cannot_be_published(hub, owner):
    with pytest.raises(HubNotPublishable, match="no cards yet"):
        versions.publish(hub.id, owner.id)


def test_an_entry_form_without_a_form_says_so(hub, owner):
    cards.add_card(hub.id, owner.id, "form")
    with pytest.raises(HubNotPublishable, match="Place one"):
        versions.publish(hub.id, owner.id)


def test_versions_are_frozen_and_one_can_go_back(hub, owner):
    for kind in CARD_TYPES:
        if kind != "form":
            cards.add_card(hub.id, owner.id, kind)
    first = versions.publish(hub.id, owner.id)
    frozen = dict(first.snapshot)
    assert not versions.has_changes(hub)
    cards.add_card(hub.id, owner.id, "poll")
    assert versions.has_changes(hub)
    second = versions.publish(hub.id, owner.id)
    assert (first.number, second.number, hub.live_version_id) == (1, 2, second.id)
    versions.roll_back(hub.id, 1)
    assert hub.live_version_id == first.id
    assert versions.versions_of(hub.id)[1].snapshot == frozen
