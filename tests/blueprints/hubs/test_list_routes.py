"""The list of hubs, and what is done to a hub as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubapp.core.words import Words
from hubapp.models.columns import now
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.saving import save


@pytest.fixture
def admin(signed_in):
    return signed_in("admin")


def words_at(client, address: str) -> str:
    return page_of(client.get(address)).words


def after(client, address: str) -> str:
    """What the next page says."""
    reply = client.post(address)
    assert reply.status_code == 302
    return page_of(client.get(reply.location)).words


def test_a_hub_in_the_list_says_how_it_stands_and_what_came_today(editor, published):
    words = words_at(editor, "/hubs/")
    assert "Live /h/summer/ 0 entries today" in words
    editing.add_card(published.id, None, "poll")
    assert "Live, draft is newer" in words_at(editor, "/hubs/")


def test_the_cover_is_of_the_hubs_own_art_in_its_own_colours(editor, published):
    page = editor.get("/hubs/").text
    theme = editing.draft_snapshot(published.id).theme
    assert f"#hub-{published.id}{{--ground:{theme.background};--art-a:{theme.accent};" in page
    assert page.count('class="art"') == 1


def test_a_cover_of_ones_own_is_shown_and_the_logo_on_it(editor, published):
    (card,) = editing.draft_snapshot(published.id).cards()
    body, _ = editing.document(published.id, f"card:{card.id}")
    hub, _ = editing.document(published.id, "hub")
    changes = {f"card:{card.id}": {**body, "cover": "cov"}, "hub": {**hub, "logo": "log"}}
    editing.change(published.id, None, Words("pictures"), changes)
    page = editor.get("/hubs/").text
    assert 'src="/pictures/cov"' in page
    assert 'class="hub-logo" src="/pictures/log"' in page
    assert 'class="art"' not in page


def test_search_finds_or_says_that_nothing_is_there(editor, draft):
    assert "Summer" in page_of(editor.get("/hubs/?q=sum")).links.values()
    words = words_at(editor, "/hubs/?q=winter&shelf=nowhere&before=x")
    assert "No hub here has “winter” in its name or address." in words


def test_a_copy_says_what_came_along_and_what_did_not(editor, draft):
    body, _ = editing.document(draft.id, "hub")
    past = {"opens_at": "2026-01-01T10:00"}
    changed = {"hub": {**body, "opening": past, "dates": "1 January"}}
    editing.change(draft.id, None, Words("dating"), changed)
    words = after(editor, f"/hubs/{draft.id}/duplicate")
    assert "This is the copy of “Summer”" in words
    assert "Codes, stock and connections did not" in words
    assert "weeks later." in words
    assert "The dates still read “1 January”" in words


def test_a_copy_without_dates_says_nothing_of_them(editor, draft):
    words = after(editor, f"/hubs/{draft.id}/duplicate")
    assert "later." not in words
    assert "still read" not in words


def test_an_archived_hub_has_a_shelf_of_its_own_and_comes_back(editor, published):
    assert "“Summer” is archived, and off the air." in after(
        editor, f"/hubs/{published.id}/archive"
    )
    assert "/h/summer/" not in words_at(editor, "/hubs/")
    assert "Archived /h/summer/" in words_at(editor, "/hubs/?shelf=archived")
    assert editor.get("/h/summer/").status_code == 404
    words = after(editor, f"/hubs/{published.id}/unarchive")
    assert "back as a draft" in words
    assert "Draft /h/summer/" in words


def test_deleting_says_what_goes_and_names_the_hub(admin, published):
    words = words_at(admin, f"/hubs/{published.id}/delete")
    assert "For 30 days you can have it back" in words
    assert "“Summer” is deleted." in after(admin, f"/hubs/{published.id}/delete")
    for address in ("edit", "settings", "results", "delete"):
        assert admin.get(f"/hubs/{published.id}/{address}").status_code == 404
    assert "Deleted /h/summer/ Erased for good after" in words_at(admin, "/hubs/?shelf=deleted")
    assert "“Summer” is back as a draft." in after(admin, f"/hubs/{published.id}/restore")
    assert admin.get(f"/hubs/{published.id}/edit").status_code == 200


def test_whose_time_is_over_is_not_had_back_and_what_is_there_stays(admin, published):
    assert admin.post(f"/hubs/{published.id}/restore").status_code == 302
    assert editing.live_snapshot("summer") is not None
    editing.delete_hub(published.id)
    published.deleted_at = now() - timedelta(days=30)
    save()
    assert admin.post(f"/hubs/{published.id}/restore").status_code == 404


def test_editors_archive_and_do_not_delete(editor, signed_in, published):
    assert f"/hubs/{published.id}/delete" not in page_of(editor.get("/hubs/")).links
    assert "Archive" not in words_at(signed_in("analyst"), "/hubs/")
