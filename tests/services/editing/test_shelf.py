"""Hubs that are put away, and had back."""

from __future__ import annotations

import pytest
import time_machine

from hubapp.core.errors import NotFoundHere
from hubapp.extensions import db
from hubapp.models import AuditEntry, Hub
from hubapp.services import editing
from hubapp.services.editing import shelf


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    made = editing.create_hub(workspace.id, owner.id, "Summer")
    editing.add_card(made.id, None, "content")
    editing.publish(made.id, None)
    return made


def acts() -> list[tuple[str, str]]:
    rows = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))
    return [(each.kind, each.about) for each in rows]


def test_an_archived_hub_is_off_the_air_and_comes_back_as_a_draft(hub):
    shelf.archive_hub(hub.id)
    assert editing.live_snapshot("summer") is None
    assert hub.archived_at is not None
    shelf.unarchive_hub(hub.id)
    assert (hub.archived_at, hub.live_version_id) == (None, None)


@pytest.mark.parametrize("put_on_air", [editing.publish, editing.roll_back])
def test_what_is_put_on_the_air_is_archived_no_more(hub, put_on_air):
    shelf.archive_hub(hub.id)
    put_on_air(hub.id, None if put_on_air is editing.publish else 1)
    assert hub.archived_at is None
    assert editing.live_snapshot("summer") is not None


def test_a_deleted_hub_can_be_had_back_as_a_draft(hub):
    shelf.delete_hub(hub.id)
    assert editing.hubs_of(hub.workspace_id) == []
    assert editing.live_snapshot("summer") is None
    shelf.restore_hub(hub.id)
    assert [each.name for each in editing.hubs_of(hub.workspace_id)] == ["Summer"]
    assert len(editing.versions_of(hub.id)) == 1
    assert acts() == [("hub_deleted", "Summer"), ("hub_restored", "Summer")]


def test_nobody_puts_a_deleted_hub_on_the_air(hub):
    carried = editing.make_preview_link(hub.id, None) and editing.preview_links_of(hub.id)[0][1]
    shelf.delete_hub(hub.id)
    for put_on_air in (editing.publish, lambda hub_id, _: editing.roll_back(hub_id, 1)):
        with pytest.raises(NotFoundHere):
            put_on_air(hub.id, None)
    with pytest.raises(NotFoundHere):
        shelf.archive_hub(hub.id)
    with pytest.raises(NotFoundHere):
        editing.hub_of_preview(carried)


def test_after_thirty_days_it_is_to_be_erased_and_cannot_be_had_back(hub):
    with time_machine.travel("2026-06-01 12:00Z", tick=False) as clock:
        shelf.delete_hub(hub.id)
        clock.move_to("2026-07-01 11:59Z")
        assert list(shelf.hubs_to_erase()) == []
        clock.move_to("2026-07-01 12:00Z")
        assert list(shelf.hubs_to_erase()) == [hub.id]
        with pytest.raises(NotFoundHere):
            shelf.restore_hub(hub.id)


def test_what_was_not_deleted_stays_as_it_is(hub):
    shelf.restore_hub(hub.id)
    assert (editing.live_snapshot("summer") is not None, acts()) == (True, [])
    with pytest.raises(NotFoundHere):
        shelf.restore_hub(2**31 - 1)
