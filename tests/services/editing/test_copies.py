"""Copies of hubs and of cards."""

from __future__ import annotations

import pytest
import time_machine

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.editing import copies
from tests.support.factories import HubFactory

FORM = {"placement": "end", "headline": "", "button": "Go", "fields": []}


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    return editing.create_hub(workspace.id, owner.id, "Summer", logo="abc")


@pytest.fixture
def card(hub) -> str:
    card_id = editing.add_card(hub.id, None, "quiz")
    editing.change(hub.id, None, Words("placing"), {f"form:{card_id}": FORM})
    return card_id


def opens(hub: Hub, key: str, **times: str) -> None:
    body, _ = editing.document(hub.id, key)
    editing.change(hub.id, None, Words("opening"), {key: {**body, "opening": times}})


def test_a_copy_is_the_same_draft_with_ids_and_an_address_of_its_own(hub, card):
    removed = editing.add_card(hub.id, None, "poll")
    editing.remove_card(hub.id, None, removed)
    copy = copies.duplicate_hub(hub)
    mine, its = editing.draft_snapshot(hub.id), editing.draft_snapshot(copy.hub.id)
    assert (copy.hub.name, copy.hub.slug) == ("Summer (copy)", "summer-copy")
    assert (its.name, its.logo, its.theme) == ("Summer (copy)", "abc", mine.theme)
    (first,), (second,) = mine.cards(), its.cards()
    assert first.id != second.id
    assert (first.content, first.form, first.slug) == (second.content, second.form, second.slug)
    assert copy.hub.live_version_id is None
    # Nothing that Undo could take back, down to a hub without a page.
    assert editing.undo(copy.hub.id, None) is None


def test_a_copy_of_a_copy_has_an_address_too(hub, card):
    copies.duplicate_hub(hub)
    assert copies.duplicate_hub(hub).hub.slug.startswith("summer-copy-")


def test_what_is_past_opens_on_the_same_weekday_from_today_on(hub, card):
    with time_machine.travel("2026-06-10 12:00Z", tick=False):
        opens(hub, "hub", opens_at="2026-05-01T18:00", closes_at="2026-05-31T23:59")
        opens(hub, f"card:{card}", closes_at="2026-05-08T18:00")
        copy = copies.duplicate_hub(hub)
    its = editing.draft_snapshot(copy.hub.id)
    assert copy.weeks == 6
    assert (its.opening.opens_at, its.opening.closes_at) == ("2026-06-12T18:00", "2026-07-12T23:59")
    assert its.cards()[0].opening.closes_at == "2026-06-19T18:00"


@pytest.mark.parametrize("first", ["2026-06-10T00:00", "2027-01-01T00:00", ""])
def test_what_is_to_come_stays(hub, first):
    with time_machine.travel("2026-06-10 12:00Z", tick=False):
        opens(hub, "hub", opens_at=first)
        copy = copies.duplicate_hub(hub)
    assert copy.weeks == 0
    assert editing.draft_snapshot(copy.hub.id).opening.opens_at == first


def test_a_card_is_copied_to_the_end_of_another_hub(hub, card, owner):
    other = editing.create_hub(hub.workspace_id, owner.id, "Autumn")
    editing.add_card(other.id, None, "quiz")
    target, copy_id = copies.copy_card_to(hub, card, other.id, owner.id)
    first, second = editing.draft_snapshot(other.id).cards()
    source = editing.draft_snapshot(hub.id).card(card)
    assert (target.id, second.id) == (other.id, copy_id)
    assert (second.content, second.form) == (source.content, source.form)
    assert first.slug != second.slug
    assert "from another hub" in str(editing.undo(other.id, owner.id))


def test_a_card_goes_to_no_hub_of_strangers_and_to_none_that_is_deleted(hub, card, owner):
    gone = editing.create_hub(hub.workspace_id, owner.id, "Gone")
    editing.delete_hub(gone.id)
    for target_id in (HubFactory().id, gone.id, 2**31 - 1):
        with pytest.raises(Refused, match="Choose one of the hubs"):
            copies.copy_card_to(hub, card, target_id, None)
    with pytest.raises(NotFoundHere):
        copies.copy_card_to(hub, "nocard", hub.id, None)
