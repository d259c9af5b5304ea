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
    assert file.headers["Content-Disposition"] == f"attachment; filename={published.slug}.svg"


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
