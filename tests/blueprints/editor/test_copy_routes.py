"""A copy of a card in another hub."""

from __future__ import annotations

from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.factories import HubFactory


def test_a_card_is_copied_to_a_hub_of_ones_choice(editor, draft, owner):
    card_id = editing.add_card(draft.id, None, "quiz")
    other = editing.create_hub(draft.workspace_id, owner.id, "Autumn")
    address = f"/hubs/{draft.id}/edit/cards/{card_id}/copy"
    page = editor.get(address).text
    assert f'<option value="{other.id}">Autumn</option>' in page
    assert f'<option value="{draft.id}">' not in page
    reply = editor.post(address, data={"into": str(other.id)})
    (copy,) = editing.draft_snapshot(other.id).cards()
    assert reply.location == f"/hubs/{other.id}/edit/cards/{copy.id}"
    assert "This is the copy in “Autumn”" in page_of(editor.get(reply.location)).words


def test_there_may_be_no_other_hub_and_strangers_hubs_are_none(editor, draft):
    card_id = editing.add_card(draft.id, None, "quiz")
    address = f"/hubs/{draft.id}/edit/cards/{card_id}/copy"
    assert "There is no other hub yet." in page_of(editor.get(address)).words
    for into in (str(HubFactory().id), "", "x", "9" * 30):
        reply = editor.post(address, data={"into": into})
        assert reply.status_code == 422
    assert editor.get(f"/hubs/{draft.id}/edit/cards/nocard/copy").status_code == 404
