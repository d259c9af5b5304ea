"""A hub inside somebody else's page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from hubapp.extensions import db
from hubapp.models import Play, Speaker
from hubapp.services import editing
from tests.support.application import make_hub, stamp_in

SITE = "https://shop.example.com"
OURS = {"Sec-Fetch-Site": "same-origin"}
POLL, SPOT = "/h/summer-kick-off/summer-spot/", "/h/summer-kick-off/enter-the-draw/"


@pytest.fixture
def hub(hub):
    editing.save_frame_sites(hub.id, SITE)
    return hub


@pytest.fixture
def framed(app):
    """A browser that keeps no cookie of a site in a frame."""
    return app.test_client(use_cookies=False)


def ancestors(reply) -> str:
    return re.search(r"frame-ancestors ([^;]+)", reply.headers["Content-Security-Policy"])[1]


def vote(browser, address: str = f"{POLL}?embed=1"):
    """The answer to a vote, which leads on."""
    page = browser.get(address, headers=OURS)
    data = {"stamp": stamp_in(page.text), "step": "0", "answer": "p0"}
    reply = browser.post(address, data=data, headers=OURS)
    assert reply.status_code == 303
    return reply


def visitors() -> set[int]:
    rows = db.session.scalars(db.select(Speaker).join(Play, Play.speaker_id == Speaker.id))
    return {each.visitor_id for each in rows}


def plays() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Play))


@pytest.mark.parametrize("address", ["/h/summer-kick-off/", POLL, "/h/summer-kick-off/nothing/"])
def test_only_the_sites_that_the_hub_names_may_show_it_and_only_for_a_frame(client, hub, address):
    inside, alone = client.get(f"{address}?embed=1"), client.get(address)
    assert ancestors(inside) == f"'self' {SITE}"
    assert "X-Frame-Options" not in inside.headers
    assert (ancestors(alone), alone.headers["X-Frame-Options"]) == ("'none'", "DENY")


def test_where_somebodys_data_can_be_deleted_is_in_no_frame(client, hub):
    assert ancestors(client.get("/h/summer-kick-off/your-data?embed=1")) == "'none'"
    assert ancestors(client.get("/login?embed=1")) == "'none'"


def test_a_hub_that_names_no_site_is_shown_by_none(client, app, sandbox):
    hub = make_hub(sandbox.url)
    assert ancestors(client.get(f"/h/{hub.slug}/?embed=1")) == "'self'"


def test_a_page_in_a_frame_has_no_head_of_its_own_and_leads_to_such_pages(client, hub):
    page = client.get("/h/summer-kick-off/?embed=1").text
    assert f'data-embed="{SITE}"' in page
    assert f'href="{POLL}?embed=1"' in page
    assert "data-embed" not in client.get("/h/summer-kick-off/").text


def test_without_cookies_it_is_played_to_its_end_by_one_visitor(framed, hub):
    went = vote(framed)
    result = framed.get(went.location, headers=OURS)
    assert 'data-at="result"' in result.text
    # On to the next card, as the same visitor.
    there = re.search(rf'href="({SPOT}[^"]+)"', result.text)[1].replace("&amp;", "&")
    page = framed.get(there, headers=OURS)
    form = {"stamp": stamp_in(page.text), "f-email": "ana@example.com", "f-date_of_birth.day": "1"}
    framed.post(there, data=form, headers=OURS)
    vote(framed, there.replace("enter-the-draw", "summer-spot"))
    assert (plays(), len(visitors())) == (2, 1)


def test_what_was_copied_out_of_a_frame_is_nobody(framed, hub):
    went = vote(framed)
    carried = parse_qs(urlsplit(went.location).query)
    assert carried["embed"] == ["1"]
    for site in ("none", "cross-site", "same-site"):
        reply = framed.get(went.location, headers={"Sec-Fetch-Site": site})
        assert reply.location == went.location.partition("?")[0] + "?embed=1"
    # Whoever opens the rest of it sees somebody else's play.
    others = framed.get(reply.location, headers={"Sec-Fetch-Site": "none"})
    assert "Somebody else played this" in others.text
    assert "hub_as" not in others.text
    # And out of a frame it says nothing either.
    bare = went.location.replace("embed=1&", "")
    assert "hub_as" not in framed.get(bare, headers=OURS).text


def test_a_forged_visitor_is_nobody(framed, hub):
    page = framed.get(f"{POLL}?embed=1&hub_as=forged", headers=OURS)
    assert page.location == f"{POLL}?embed=1"


def test_a_rule_of_once_a_visitor_holds_within_a_frame(framed, sandbox, hub):
    hub = make_hub(sandbox.url, limits=True)
    address = f"/h/{hub.slug}/summer-spot/?embed=1"
    page = framed.get(address, headers=OURS)
    data = {"stamp": stamp_in(page.text), "step": "0", "answer": "p0"}
    there = framed.post(address, data=data, headers=OURS).location
    again = f"/h/{hub.slug}/summer-spot/?{urlsplit(there).query}"
    assert "You have had your turn" in framed.get(again, headers=OURS).text


def test_a_browser_that_keeps_cookies_needs_nothing_carried(client, hub):
    went = vote(client)
    assert 'data-at="result"' in client.get(went.location, headers=OURS).text
    assert len(visitors()) == 1


def test_over_https_the_cookie_is_kept_by_the_site_around(framed, hub, app):
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"base_url": "https://localhost"})
    try:
        cookie = vote(framed).headers["Set-Cookie"]
    finally:
        app.extensions["settings"] = settings
    assert {"Secure", "SameSite=None", "Partitioned"} <= {*cookie.split("; ")}


def test_search_engines_are_asked_to_leave_it_out_if_the_hub_wants_that(client, hub):
    assert "X-Robots-Tag" not in client.get("/h/summer-kick-off/").headers
    editing.save_unlisted(hub.id, True)
    for address in ("/h/summer-kick-off/", POLL):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex"


def test_others_show_a_link_with_its_title_and_picture(client, hub):
    page = client.get(POLL).text
    assert '<meta property="og:title" content="Your summer spot">' in page
    assert "og:image" not in page
    assert 'content="Summer kick-off"' in client.get("/h/summer-kick-off/").text
