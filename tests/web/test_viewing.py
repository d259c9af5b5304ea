"""Which pages visitors open is noted, without asking of whom."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services.visiting import stamps
from hubapp.web import page_cache, viewing
from tests.support.application import make_hub, stamp_in
from tests.support.saving import save

BROWSER = "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"
HUB = "/h/summer-kick-off/"


@pytest.fixture
def hub(app, sandbox):
    page_cache.forget()
    made = make_hub(sandbox.url, connect=False)
    app.extensions["views"].take()
    return made


def seen(app: Flask) -> dict[tuple[str, str, str], int]:
    taken = app.extensions["views"].take()
    return {(each.card_id, each.metric, each.source): n for each, n in taken.items()}


def get(app: Flask, address: str = HUB, agent: str = BROWSER, **headers: str):
    given = {"User-Agent": agent, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return app.test_client().get(address, headers=given)


def test_a_hub_a_card_and_its_form_are_seen(app, hub):
    get(app)
    get(app, f"{HUB}spin-to-win/")
    get(app, f"{HUB}summer-quiz/")
    assert seen(app) == {
        ("", "viewed", ""): 1,
        ("wheel", "viewed", ""): 1,
        ("wheel", "shown", ""): 1,
        ("quiz", "viewed", ""): 1,
    }


def test_a_page_that_is_remembered_or_known_already_was_seen_too(app, hub):
    etag = get(app).headers["ETag"]
    get(app)
    assert get(app, If_None_Match=etag).status_code == 304
    page_cache.forget()
    assert get(app, If_None_Match=etag).status_code == 304
    assert seen(app) == {("", "viewed", ""): 4}


@pytest.mark.parametrize(
    ("agent", "headers"),
    [
        ("Googlebot/2.1", {}),
        ("WhatsApp/2 LinkPreview", {}),
        ("Mozilla/5.0 HeadlessChrome/120", {}),
        ("", {}),
        (BROWSER, {"Sec_Purpose": "prefetch"}),
    ],
)
def test_programs_are_left_out(app, hub, agent, headers):
    get(app, agent=agent, **headers)
    assert seen(app) == {}


def test_what_is_not_a_page_of_a_visitor_is_not_seen(app, hub):
    get(app, "/h/gone/")
    get(app, f"{HUB}gone/")
    app.test_client().head(HUB, headers={"User-Agent": BROWSER})
    assert seen(app) == {}


def test_where_they_came_from_is_told_by_the_link_or_the_site(app, hub):
    get(app, f"{HUB}?utm_source=Mail")
    get(app, Referer="https://www.bing.com/search")
    assert seen(app) == {("", "viewed", "mail"): 1, ("", "viewed", "bing.com"): 1}


def test_a_play_keeps_where_its_visitor_came_from(app, hub, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    client = app.test_client()
    page = client.get(f"{HUB}summer-spot/?utm_source=mail").text
    client.post(f"{HUB}summer-spot/", data={"stamp": stamp_in(page), "answer": "p1", "step": "0"})
    assert db.session.scalars(select(Play.source)).one() == "mail"


def test_what_was_seen_is_added_and_an_error_is_no_end(app, hub, monkeypatch):
    get(app)
    with monkeypatch.context() as broken:
        broken.setattr(viewing, "add_views", lambda _views: 1 / 0)
        viewing.add_once(app)
    viewing.add_once(app)
    save()
    assert seen(app) == {}


def test_one_thread_adds_for_an_app(app, hub, monkeypatch):
    app.extensions.pop("adder_of_views", None)
    monkeypatch.setattr(viewing, "SECONDS", 3600)
    app.config["DATABASE_INLINE"] = False
    get(app, f"{HUB}?x=1")
    first = app.extensions["adder_of_views"]
    get(app, f"{HUB}?x=2")
    assert app.extensions.pop("adder_of_views") is first
    assert first.is_alive()
