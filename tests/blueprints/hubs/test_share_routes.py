"""Hub settings > Share."""

from __future__ import annotations

import pytest

from hubapp.services import editing
from tests.blueprints.page import page_of


def share(hub) -> str:
    return f"/hubs/{hub.id}/settings/share"


def test_a_live_hub_shows_its_link_and_its_code(signed_in, published):
    analyst = signed_in("analyst")
    page = analyst.get(share(published))
    assert f'value="http://localhost/h/{published.slug}/"' in page.text
    assert "<svg" in page.text.split('id="address"')[1].split("QR code")[0]
    file = analyst.get(f"{share(published)}/qr.svg")
    assert file.content_type == "image/svg+xml"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{published.slug}.svg"'


def test_before_it_is_published_there_is_no_link_to_give_away(editor, draft):
    page = page_of(editor.get(share(draft)))
    assert "Visitors see nothing yet." in page.words
    assert "QR code to print" not in page.words


def test_whoever_has_the_link_sees_the_draft_until_it_is_taken_back(editor, app, draft):
    editor.post(f"{share(draft)}/previews")
    page = editor.get(share(draft)).text
    address = page.split('id="preview-')[1].split('value="http://localhost')[1].split('"')[0]
    stranger = app.test_client()
    assert stranger.get(address).status_code == 200
    (link, _), *_ = editing.preview_links_of(draft.id)
    reply = editor.post(f"{share(draft)}/previews/{link.id}/take-back")
    assert reply.location.endswith("#previews")
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("at", ["previews", "previews/1/take-back"])
def test_whoever_only_reads_makes_no_links(signed_in, draft, at):
    assert signed_in("analyst").post(f"{share(draft)}/{at}").status_code == 403


def test_what_to_paste_elsewhere_is_there_once_a_site_is_named(editor, published):
    assert (
        "Save a site, and what to paste there stands here."
        in page_of(editor.get(share(published))).words
    )
    reply = editor.post(f"{share(published)}/embed", data={"sites": "shop.example.com"})
    assert reply.location.endswith("/settings/share#embed")
    page = editor.get(share(published)).text
    assert "https://shop.example.com</textarea>" in page
    assert page.count("&lt;iframe src=") == 2
    assert f"http://localhost/h/{published.slug}/?embed=1" in page
    assert editor.get("/static/embed/js/embed.js").status_code == 200


def test_what_is_no_site_comes_back_as_it_was_typed(editor, published):
    typed = {"sites": "shop.example.com javascript:x"}
    reply = editor.post(f"{share(published)}/embed", data=typed)
    assert reply.status_code == 422
    assert "javascript:x</textarea>" in reply.text
    assert "is not the address of a site" in page_of(reply).words


def test_search_engines_are_asked_by_a_switch(editor, published):
    editor.post(f"{share(published)}/search", data={"unlisted": "y"})
    assert published.unlisted
    editor.post(f"{share(published)}/search", data={})
    assert not published.unlisted


def test_before_it_is_published_there_is_nothing_to_paste(signed_in, draft):
    words = page_of(signed_in("analyst").get(share(draft))).words
    assert "Publish the hub, and what to paste stands here." in words
    assert "They may list this hub." in words


def test_the_test_link_begins_a_test_of_the_hub(editor, app, published):
    page = editor.get(share(published)).text
    link = page.split('id="test-link" value="http://localhost')[1].split('"')[0]
    assert "<svg" in page.split('id="test-link"')[1].split("Whoever opens it")[0]
    visitor = app.test_client()
    assert "nothing here counts" in visitor.get(link, follow_redirects=True).text
