"""What is the same for everybody until the next version: the hub, its colours, its pictures."""

from __future__ import annotations

import gzip
import io
import re

import brotli
import pytest
from PIL import Image

from hubapp.blueprints.public import looks, pages
from hubapp.core.theming import tokens
from hubapp.services import editing
from hubapp.web import page_cache

HUB = "/h/summer-kick-off/"


@pytest.fixture(params=[True, False], ids=["remembered", "made anew"])
def get(request, client):
    """Asks for a page that this process remembers, or has to make."""

    def ask(address: str = HUB, **headers: str):
        if not request.param:
            page_cache.forget()
        return client.get(address, headers=headers)

    ask()
    return ask


@pytest.fixture
def published(hub):
    """Publishes the hub with another name."""

    def publish(name: str):
        document, _ = editing.document(hub.id, "hub")
        editing.save_hub(hub.id, None, {"name": name}, document["theme"])
        return editing.publish(hub.id, None)

    return publish


def test_the_hub_may_be_kept_but_is_asked_for_again(hub, get):
    page = get()
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert page.headers["ETag"]
    assert "Set-Cookie" not in page.headers


def test_who_has_this_version_already_gets_no_bytes(hub, get):
    tag = get().headers["ETag"]
    again = get(**{"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert tag.startswith("W/"), "with and without brotli it is the same page, not the same bytes"
    assert get(**{"If-None-Match": f'"other", {tag}'}).status_code == 304
    assert get(**{"If-None-Match": tag.removeprefix("W/")}).status_code == 304
    assert get(**{"If-None-Match": '"other"'}).status_code == 200


def test_the_next_version_is_another_page(hub, get, published):
    tag = get().headers["ETag"]
    published("Winter")
    page = get(**{"If-None-Match": tag})
    assert page.status_code == 200
    assert page.headers["ETag"] != tag
    assert "Winter" in page.text


def test_a_release_that_writes_the_page_otherwise_has_another_page(hub, get, monkeypatch):
    """Or whoever was here before keeps the old page, with addresses of files that are gone."""
    tag = get().headers["ETag"]
    write = pages.hub_page
    monkeypatch.setattr(pages, "hub_page", lambda *of: write(*of).replace("<main", "<main dir=ltr"))
    page_cache.forget()
    page = get(**{"If-None-Match": tag})
    assert (page.status_code, "<main dir=ltr" in page.text) == (200, True)
    assert page.headers["ETag"] != tag


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br", "br"), ("gzip, br;q=0.1", "br"), ("br;q=0, gzip", "gzip"), ("gzip", "gzip"), ("x", "")],
)
def test_a_page_is_packed_as_the_browser_can_unpack_it(hub, get, accepted, coding):
    page = get(**{"Accept-Encoding": accepted})
    assert page.headers.get("Content-Encoding", "") == coding
    html = UNPACKED[coding](page.data)
    assert b"Summer kick-off" in html
    assert "Accept-Encoding" in page.headers["Vary"]


def test_a_page_with_a_query_that_no_field_asks_for_is_the_same(hub, get):
    page = get(f"{HUB}?utm_source=mail")
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert "utm_source" not in page.text


def theme(version: int) -> str:
    return f"{HUB}theme-{version}.css"


def colours_of(page) -> str:
    """The address of the colours that a page asks for."""
    return re.search(rf'"({HUB}theme-[^"]+)"', page.text)[1]


@pytest.mark.parametrize("place", [HUB, f"{HUB}summer-quiz/", f"{HUB}nothing-there/"])
def test_the_colours_that_a_page_asks_for_last_a_year(hub, client, place):
    style = client.get(colours_of(client.get(place)))
    assert style.content_type == "text/css; charset=utf-8"
    assert style.headers["Cache-Control"] == "public, max-age=31536000"
    assert ":root{--surface:#0d3b2e;" in style.text
    assert style.text.endswith(";}")


def test_the_colours_of_another_version_do_not_last(hub, client, published):
    before = colours_of(client.get(HUB))
    published("Winter")
    for address in (before, theme(10**9)):
        style = client.get(address)
        assert (style.status_code, style.headers["Cache-Control"]) == (200, "public, max-age=0")


def test_a_release_that_derives_other_colours_is_asked_for_them(hub, client, monkeypatch):
    """Its styles name colours that the ones of before do not have, and those are kept a year."""
    before = colours_of(client.get(HUB))
    monkeypatch.setattr(looks, "tokens", lambda theme: {**tokens(theme), "--new": "#123456"})
    looks.style_of.cache_clear()
    page_cache.forget()
    after = colours_of(client.get(HUB))
    assert after != before
    assert "--new:#123456;" in client.get(after).text
    assert client.get(before).headers["Cache-Control"] == "public, max-age=0"
    looks.style_of.cache_clear()


@pytest.mark.parametrize("look", ["", "?look=", "?look=0123456789"])
def test_colours_under_an_address_that_does_not_say_which_do_not_last(hub, client, look):
    style = client.get(f"{theme(hub.live_version_id)}{look}")
    assert (style.status_code, style.headers["Cache-Control"]) == (200, "public, max-age=0")


def test_a_hub_that_is_off_the_air_has_no_colours(hub, client):
    editing.unpublish(hub.id)
    assert client.get(theme(1)).status_code == 404
    assert client.get("/h/nowhere/theme-1.css").status_code == 404


def test_a_picture_lasts_a_year_and_never_changes(hub, client):
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(made, "PNG")
    name = editing.store_picture(hub.workspace_id, made.getvalue())
    reply = client.get(f"/pictures/{name}")
    assert reply.content_type == "image/webp"
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(reply.data)).size == (4, 3)
