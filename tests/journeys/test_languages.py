"""A hub in German with the longest words there are, one in Arabic and one in Korean, from its page
to its results: nothing is wider than the window, and everything stands on its side of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.support.axe import assert_accessible
from tests.support.hubs_in_languages import ORDER, make_hub_in

pytestmark = pytest.mark.journey
WIDTHS = (320, 390, 1280)


@pytest.fixture(params=ORDER)
def address(request, on_disk) -> Iterator[str]:
    """Of a hub in a language."""
    make_hub_in(request.param)
    server = make_server("127.0.0.1", 0, on_disk, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/h/{request.param}/"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def assert_fits(page: Page) -> None:
    assert_accessible(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found = page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, f"{page.url} is {found} px wide at {width}"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    # A person takes longer than the guard against scripts allows.
    page.wait_for_timeout(600)


def test_no_page_is_wider_than_the_window(address, page):
    opened(page, address)
    assert_fits(page)
    opened(page, f"{address}quiz/")
    assert_fits(page)
    page.locator(".choice").nth(1).click()
    page.locator(".act .button").click()
    page.locator("#feedback").wait_for()
    assert_fits(page)
    page.locator(".next").click()
    page.locator(".choice").nth(0).click()
    page.locator(".play .act .button").click()
    page.locator("#result").wait_for()
    page.locator(".fold summary").click()
    assert_fits(page)
    opened(page, f"{address}wheel/")
    assert_fits(page)
    page.locator("[data-still]").click()
    page.locator("#result").wait_for()
    assert_fits(page)
    opened(page, f"{address}poll/")
    page.locator(".choice").nth(0).click()
    page.locator(".act .button").click()
    page.locator("#result").wait_for()
    assert_fits(page)
    opened(page, f"{address}form/")
    page.locator("[name=f-email]").fill("ana@")
    page.locator(".entry > .button").click()
    page.locator("#summary").wait_for()
    assert_fits(page)


BROKEN = """(places) => [...document.querySelectorAll(places)].flatMap((place) => {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, word.index);
    range.setEnd(walker.currentNode, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top / 8)));
    if (lines.size > 1) found.push(word[0]);
  }
  return found;
})"""
"""The words that stand on two lines."""


def test_no_short_word_is_broken_where_there_is_room_for_it(address, page):
    opened(page, f"{address}wheel/")
    page.set_viewport_size({"width": 320, "height": 844})
    page.locator("[data-still]").click()
    page.locator("#result").wait_for()
    assert page.evaluate(BROKEN, ".foot, .big") == []


def test_it_is_read_from_the_side_of_its_script(address, page):
    opened(page, f"{address}quiz/")
    page.set_viewport_size({"width": 390, "height": 844})
    from_right = page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert from_right == address.endswith("/ar/")
    tile, letter = page.locator(".choice").first, page.locator(".choice .letter").first
    outer, mark = tile.bounding_box(), letter.bounding_box()
    before, after = mark["x"] - outer["x"], outer["x"] + outer["width"] - mark["x"] - mark["width"]
    assert (after < before) == from_right, "the letter stands where reading begins"
    opened(page, address)
    matrix = page.locator(".cta .icon").first.evaluate("icon => getComputedStyle(icon).transform")
    assert matrix.startswith("matrix(-1," if from_right else "matrix(1,"), "the arrow points on"
