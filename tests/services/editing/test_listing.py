"""The hubs of a workspace as its list shows them."""

from __future__ import annotations

import pytest

from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.editing import listing
from hubapp.services.editing.listing import Shelf, Standing


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    made = editing.create_hub(workspace.id, owner.id, "Summer")
    editing.add_card(made.id, owner.id, "content")
    return made


def only(hub: Hub, shelf: Shelf = Shelf.HERE) -> listing.Listed:
    (row,) = listing.hub_page(hub.workspace_id, shelf).rows
    return row


def opens(hub: Hub, **times: str) -> None:
    body, _ = editing.document(hub.id, "hub")
    editing.change(hub.id, None, Words("opening"), {"hub": {**body, "opening": times}})


def test_a_draft_says_who_changed_it_last(hub, owner):
    row = only(hub)
    assert (row.standing, row.editor, row.changed) == (Standing.DRAFT, owner.email, False)
    assert [each.kind for each in row.shown.cards()] == ["content"]
    editing.undo(hub.id, owner.id)
    assert (only(hub).editor, only(hub).edited_at) == ("", None)


def test_a_live_hub_says_that_its_draft_is_newer(hub):
    editing.publish(hub.id, None)
    assert only(hub).standing is Standing.LIVE
    editing.add_card(hub.id, None, "poll")
    assert only(hub).standing is Standing.CHANGED
    editing.undo(hub.id, None)
    assert only(hub).standing is Standing.LIVE


@pytest.mark.parametrize(
    ("times", "standing"),
    [
        ({"opens_at": "2199-01-01T00:00"}, Standing.WAITING),
        ({"closes_at": "2001-01-01T00:00"}, Standing.CLOSED),
    ],
)
def test_a_live_hub_that_is_not_open_says_so(hub, times, standing):
    opens(hub, **times)
    editing.publish(hub.id, None)
    editing.add_card(hub.id, None, "poll")
    assert (only(hub).standing, only(hub).changed) == (standing, True)


def test_each_shelf_has_its_own(hub, owner):
    for name, put in (("Old", editing.archive_hub), ("Gone", editing.delete_hub)):
        put(editing.create_hub(hub.workspace_id, owner.id, name).id)
    assert only(hub).hub.name == "Summer"
    assert only(hub, Shelf.ARCHIVED).standing is Standing.ARCHIVED
    assert only(hub, Shelf.DELETED).standing is Standing.DELETED
    assert listing.shelves_of(hub.workspace_id) == dict.fromkeys(Shelf, 1)


@pytest.mark.parametrize(
    ("search", "found"),
    [("summer", ["Summer"]), ("SUM ER", ["Summer"]), ("100%", ["100% off"]), ("%", ["100% off"])],
)
def test_search_looks_for_parts_of_the_name_and_address(hub, owner, search, found):
    editing.create_hub(hub.workspace_id, owner.id, "100% off", "half")
    rows = listing.hub_page(hub.workspace_id, search=search).rows
    assert [each.hub.name for each in rows] == found


def test_a_long_list_goes_on_where_it_stopped(hub, owner, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for name in ("Autumn", "Winter"):
        editing.create_hub(hub.workspace_id, owner.id, name)
    first = listing.hub_page(hub.workspace_id)
    rest = listing.hub_page(hub.workspace_id, before=first.older)
    assert [each.hub.name for each in first.rows] == ["Winter", "Autumn"]
    assert ([each.hub.name for each in rest.rows], rest.older) == (["Summer"], None)
