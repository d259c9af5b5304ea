"""Published pages, remembered in front of the app until somebody publishes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, Response, g, request
from werkzeug.test import Client

from hubapp.services.editing import hub_changed
from hubapp.web import page_cache


@pytest.fixture
def asked():
    """How often the app behind was asked."""
    return []


@pytest.fixture
def front(asked):
    """A small app behind the cache. ``/same`` is the same for everybody; nothing else is."""
    app = Flask("behind")
    page_cache.forget()

    @app.get("/<path:path>")
    def page(path):
        asked.append(path)
        response = Response(f"{path} {len(asked)}", status=404 if path == "gone" else 200)
        if path == "tagged":
            response.set_etag("1-x")
        said = request.headers.get("X-Until")
        until = datetime.fromisoformat(said) if said else None
        return page_cache.remember(response, until) if path != "own" else response

    yield Client(page_cache.in_front_of(app.wsgi_app, lambda *_: None))
    page_cache.forget()


def test_a_page_is_made_once_for_everybody(front, asked):
    first, second = front.get("/same"), front.get("/same")
    assert first.data == second.data == b"same 1"
    assert first.headers == second.headers
    assert asked == ["same"]


def test_a_page_that_is_nobody_elses_is_made_each_time(front):
    assert [front.get("/own").data for _ in range(2)] == [b"own 1", b"own 2"]


@pytest.mark.parametrize(
    "again",
    [
        {"path": "/same", "headers": {"Accept-Encoding": "br"}},
        {"path": "/same", "base_url": "http://other.example"},
        {"path": "/same?utm_source=mail"},
        {"path": "/other"},
        {"path": "/same", "method": "HEAD"},
    ],
    ids=["another encoding", "another host", "a query", "another page", "another method"],
)
def test_another_question_is_asked_of_the_app(front, asked, again):
    front.get("/same")
    front.open(**again)
    assert len(asked) == 2


def test_ways_to_write_the_same_encoding_share_one_page(front, asked):
    for accepted in ("br", "gzip, br", "br;q=0.3, gzip;q=1"):
        front.get("/same", headers={"Accept-Encoding": accepted})
    assert len(asked) == 1


def test_what_is_no_page_is_not_remembered(front, asked):
    for _ in range(2):
        assert front.get("/gone").status_code == 404
        assert front.get("/same?x=1").status_code == 200
    assert len(asked) == 4


def test_publishing_anywhere_in_this_process_lets_go_of_all(front):
    front.get("/same")
    hub_changed.send()
    assert front.get("/same").data == b"same 2"


def test_another_process_may_show_the_page_of_before_for_a_second_only(front, monkeypatch):
    front.get("/same")
    later = time.monotonic() + page_cache.KEEP_SECONDS + 0.1
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: later))
    assert front.get("/same").data == b"same 2"


def test_who_has_the_page_already_gets_no_bytes(front, asked):
    front.get("/tagged")
    same = front.get("/tagged", headers={"If-None-Match": '"1-x"'})
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == '"1-x"'
    assert "Content-Type" not in same.headers
    assert front.get("/tagged", headers={"If-None-Match": '"2-x"'}).status_code == 200
    assert len(asked) == 1


def test_a_page_without_a_tag_is_sent_whole(front):
    front.get("/same")
    assert front.get("/same", headers={"If-None-Match": '""'}).status_code == 200


def test_the_cache_has_a_bound(front, monkeypatch):
    monkeypatch.setattr(page_cache, "_MOST", 3)
    for number in range(10):
        front.get(f"/page-{number}")
        assert len(page_cache._pages) <= 3


def test_a_page_is_not_kept_beyond_what_it_says(front, asked, monkeypatch):
    """Its next opening or closing comes sooner than the second is over."""
    begun = time.monotonic()
    until = datetime.now(UTC) + timedelta(seconds=0.5)
    front.get("/until", headers={"X-Until": until.isoformat()})
    clock = SimpleNamespace(monotonic=lambda: begun + 0.3)
    monkeypatch.setattr(page_cache, "time", clock)
    assert front.get("/until").data == b"until 1"
    clock.monotonic = lambda: begun + 0.7
    assert front.get("/until").data == b"until 2"


def test_a_page_that_changed_while_it_was_made_is_not_kept(front, asked):
    passed = datetime.now(UTC).isoformat()
    front.get("/until", headers={"X-Until": passed})
    assert front.get("/until").data == b"until 2"


def test_a_change_in_a_week_keeps_nothing_longer_than_a_second(front, monkeypatch):
    until = datetime.now(UTC) + timedelta(days=7)
    front.get("/until", headers={"X-Until": until.isoformat()})
    later = time.monotonic() + page_cache.KEEP_SECONDS + 0.1
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: later))
    assert front.get("/until").data == b"until 2"


def test_each_time_it_is_handed_out_it_is_said_what_it_is(asked):
    app, noted = Flask("behind"), []
    page_cache.forget()

    @app.get("/seen")
    def page():
        g.seen = [(1, "", "viewed")]
        return page_cache.remember(Response("seen"))

    front = Client(page_cache.in_front_of(app.wsgi_app, lambda by, what: noted.append(what)))
    for _ in range(3):
        front.get("/seen")
    # Of the first the app itself says so.
    assert noted == [((1, "", "viewed"),)] * 2
    page_cache.forget()
