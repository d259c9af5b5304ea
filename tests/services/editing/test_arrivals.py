"""A save that comes late or twice is not taken again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hubapp.core.errors import AlreadyTaken, EditConflict
from hubapp.models.columns import now
from hubapp.services.editing import drafts, forms, hubs, saves
from hubapp.services.editing.arrivals import Sent
from tests.services.editing.made_cards import card, hub, poll, typed

__all__ = ["hub", "poll"]


def test_a_save_that_arrives_twice_does_not_bring_back_what_was_undone(hub, poll):
    asked = card(hub, poll)["content"]["question"]
    typed(hub, None, poll, Sent("t", 1), question="Where?")
    drafts.undo(hub.id, None)
    with pytest.raises(AlreadyTaken):
        typed(hub, None, poll, Sent("t", 1), question="Where?")
    assert card(hub, poll)["content"]["question"] == asked


def test_a_list_button_that_arrives_twice_adds_once(hub, poll):
    saves.save_card(hub.id, None, poll, {}, "add:choices", sent=Sent("t", 1))
    with pytest.raises(AlreadyTaken):
        saves.save_card(hub.id, None, poll, {}, "add:choices", sent=Sent("t", 1))
    assert len(card(hub, poll)["content"]["choices"]) == 4


def test_what_was_sent_before_and_comes_after_is_not_taken(hub, poll):
    typed(hub, None, poll, Sent("t", 2), question="New?")
    with pytest.raises(AlreadyTaken):
        typed(hub, None, poll, Sent("t", 1), question="Old?")
    typed(hub, None, poll, Sent("other", 1), question="Other?")
    assert card(hub, poll)["content"]["question"] == "Other?"


def test_what_was_refused_was_not_taken(hub, poll):
    revision = drafts.document(hub.id, f"card:{poll}")[1]
    with pytest.raises(EditConflict) as refusal:
        saves.save_card(hub.id, None, poll, {}, "", revision + 1, sent=Sent("t", 1))
    assert not isinstance(refusal.value, AlreadyTaken)
    typed(hub, None, poll, Sent("t", 1), question="Where?")
    assert card(hub, poll)["content"]["question"] == "Where?"


def test_hub_and_form_count_as_well_and_old_screens_are_forgotten(hub, poll):
    theme = drafts.documents(hub.id)["hub"]["theme"]
    hubs.save_hub(hub.id, None, {"tagline": "One"}, theme, sent=Sent("h", 1))
    forms.save_form(hub.id, None, poll, {"placement": "end"}, sent=Sent("f", 1))
    with pytest.raises(AlreadyTaken):
        hubs.save_hub(hub.id, None, {"tagline": "Two"}, theme, sent=Sent("h", 1))
    with pytest.raises(AlreadyTaken):
        forms.save_form(hub.id, None, poll, {"placement": ""}, sent=Sent("f", 1))
    with time_machine.travel(now() + timedelta(days=3)):
        typed(hub, None, poll, Sent("new", 1), question="Where?")
        hubs.save_hub(hub.id, None, {"tagline": "Late"}, theme, sent=Sent("h", 1))
    assert drafts.documents(hub.id)["hub"]["tagline"] == "Late"
