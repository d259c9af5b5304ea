"""Whoever comes to an address of before is led on."""

from __future__ import annotations

import pytest

from hubapp.core.words import Words
from hubapp.services import editing


@pytest.fixture
def live(draft):
    """A hub that has moved from summer to winter, and its card from one to two."""
    card_id = editing.add_card(draft.id, None, "content")
    for slug in ("one", "two"):
        card, _ = editing.document(draft.id, f"card:{card_id}")
        moved = {f"card:{card_id}": {**card, "slug": slug}}
        editing.change(draft.id, None, Words("moving"), moved)
        editing.publish(draft.id, None)
    editing.change_address(draft, "winter")
    return draft


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/h/summer/", "/h/winter/"),
        ("/h/summer/?utm_source=mail&a=%2B", "/h/winter/?utm_source=mail&a=%2B"),
        ("/h/summer/two/", "/h/winter/two/"),
        ("/h/winter/one/", "/h/winter/two/"),
        ("/h/summer/your-data", "/h/winter/your-data"),
    ],
)
def test_with_all_that_the_address_carried(client, live, before, now):
    reply = client.get(before)
    assert (reply.status_code, reply.location) == (308, now)
    assert reply.headers["Cache-Control"] == "no-cache"
    assert client.get(now).status_code == 200


def test_a_form_that_was_open_goes_along(client, live):
    assert client.post("/h/summer/two/", data={"stamp": "x"}).location == "/h/winter/two/"


def test_through_both_at_once(client, live):
    assert client.get("/h/summer/one/", follow_redirects=True).request.path == "/h/winter/two/"


def test_nothing_leads_on_from_where_nothing_was(client, live):
    for nowhere in ("/h/spring/", "/h/winter/three/", "/h/winter/two/nosuchplay/nothing"):
        assert client.get(nowhere).status_code == 404
