"""What is pasted into somebody's page."""

from __future__ import annotations

from hubapp.core.words import Words
from hubapp.services import editing


def test_a_title_cannot_end_the_tag_that_it_stands_in(editor, published):
    (card,) = editing.draft_snapshot(published.id).cards()
    body, _ = editing.document(published.id, f"card:{card.id}")
    titled = {f"card:{card.id}": {**body, "title": '"><script>x</script>'}}
    editing.change(published.id, None, Words("titling"), titled)
    editing.publish(published.id, None)
    editing.save_frame_sites(published.id, "shop.example.com")
    page = editor.get(f"/hubs/{published.id}/settings/share").text
    # Escaped in what is pasted, and once more in the page that shows it.
    assert "title=&#34;&amp;#34;&amp;gt;&amp;lt;script&amp;gt;x" in page


def test_a_picture_of_the_hub_is_shown_where_it_has_one(editor, published):
    address = f"/hubs/{published.id}/settings/share"
    assert "It has no picture" in editor.get(address).text
    hub, _ = editing.document(published.id, "hub")
    editing.change(published.id, None, Words("logo"), {"hub": {**hub, "logo": "abc"}})
    editing.publish(published.id, None)
    assert '<img src="/pictures/abc" alt="">' in editor.get(address).text
