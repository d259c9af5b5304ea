"""Drafts, undo and redo, publishing."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.errors import EditConflict, HubNotPublishable, Refused
from hubapp.services import carding, drafting, publishing


@pytest.fixture
def hub(app, workspace, owner):
    return drafting.create_hub(workspace.id, owner.id, "Summer")


def test_every_change_can_be_undone_and_done_again(hub, owner):
    states = [drafting.documents(hub.id)]
    card = carding.add_card(hub.id, owner.id, "quiz")
    states.append(drafting.documents(hub.id))
    carding.save_form(hub.id, owner.id, card, {"placement": "end"}, "add:email")
    states.append(drafting.documents(hub.id))
    twin = carding.duplicate_card(hub.id, owner.id, card)
    states.append(drafting.documents(hub.id))
    carding.move_card(hub.id, owner.id, twin, 0)
    states.append(drafting.documents(hub.id))
    carding.remove_card(hub.id, owner.id, card)
    states.append(drafting.documents(hub.id))
    for before in reversed(states[:-1]):
        assert drafting.undo(hub.id, owner.id)
        assert drafting.documents(hub.id) == before
    assert drafting.undo(hub.id, owner.id) is None
    for after in states[1:]:
        assert drafting.redo(hub.id, owner.id)
        assert drafting.documents(hub.id) == after
    assert drafting.redo(hub.id, owner.id) is None


def test_a_change_after_undo_drops_what_could_be_redone(hub, owner):
    carding.add_card(hub.id, owner.id, "quiz")
    drafting.undo(hub.id, owner.id)
    carding.add_card(hub.id, owner.id, "poll")
    assert drafting.redo(hub.id, owner.id) is None


def test_a_stale_editor_is_told(hub, owner):
    card = carding.add_card(hub.id, owner.id, "content")
    carding.save_card(hub.id, owner.id, card, {"card_title": "New"}, revision=1)
    with pytest.raises(EditConflict):
        carding.save_card(hub.id, owner.id, card, {"card_title": "Old"}, revision=1)


def test_a_field_key_used_twice_is_refused_and_nothing_is_saved(hub, owner):
    card = carding.add_card(hub.id, owner.id, "form")
    before = drafting.documents(hub.id)
    fields = [{"kind": "text", "key": "a"}, {"kind": "text", "key": "a"}]
    with pytest.raises(Refused, match="used twice"):
        carding.save_form(hub.id, owner.id, card, {"placement": "end", "fields": fields})
    assert drafting.documents(hub.id) == before


def test_an_empty_hub_cannot_be_published(hub, owner):
    with pytest.raises(HubNotPublishable, match="no cards yet"):
        publishing.publish(hub.id, owner.id)


def test_an_entry_form_without_a_form_says_so(hub, owner):
    carding.add_card(hub.id, owner.id, "form")
    with pytest.raises(HubNotPublishable, match="Place one"):
        publishing.publish(hub.id, owner.id)


def test_versions_are_frozen_and_one_can_go_back(hub, owner):
    for kind in CARD_TYPES:
        if kind != "form":
            carding.add_card(hub.id, owner.id, kind)
    first = publishing.publish(hub.id, owner.id)
    frozen = dict(first.snapshot)
    assert not publishing.has_changes(hub)
    carding.add_card(hub.id, owner.id, "poll")
    assert publishing.has_changes(hub)
    second = publishing.publish(hub.id, owner.id)
    assert (first.number, second.number, hub.live_version_id) == (1, 2, second.id)
    publishing.roll_back(hub.id, 1)
    assert hub.live_version_id == first.id
    assert publishing.versions_of(hub.id)[1].snapshot == frozen
