"""Every screen of the results, and the deliveries: looked at on a phone and on a desktop, in the
light and in the dark, and gone through with the Tab key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible
from tests.support.running import PASSWORD, Demo

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/enter-the-draw/"
RESULTS, SHARE = "/hubs/1/results", "/hubs/1/settings/share"
DELIVERIES = "/hubs/1/settings/integrations/braze/deliveries"
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
MOST_TABS = 150
PICTURES = os.environ.get("RESULTS_PICTURES", "")
"""A folder in which a picture of each screen is kept, for somebody to look at."""
_FOCUSED = """() => {
  const here = document.activeElement, look = getComputedStyle(here);
  here.dataset.seen = "1";
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
  return {
    name: here.outerHTML.slice(0, 120),
    top: here === document.body,
    marked: ring || look.boxShadow !== "none",
  };
}"""
_UNSEEN = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
  .filter((each) => !each.disabled && !each.dataset.seen)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def enter(browser: Browser, demo: Demo, email: str, link: str = "") -> None:
    page = browser.new_context().new_page()
    if link:
        page.goto(link)
    page.goto(demo.url + CARD)
    page.wait_for_timeout(500)
    page.get_by_label("First name").fill(email.partition("@")[0].title())
    page.get_by_label("Email", exact=True).fill(email)
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Enter the draw").click()
    page.get_by_role("heading", name="You are in").wait_for()
    expect(page.get_by_text("Test: nothing here counts.")).to_have_count(1 if link else 0)
    page.context.close()


def log_in(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/login")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()


def tab_through(page: Page) -> None:
    """Everything that can be used is reached, and shows where one is."""
    # It may begin in the middle, where something was pressed last, and comes by the top once.
    tops = 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        tops += at["top"]
        if tops == 2:
            break
        assert at["top"] or at["marked"], f"{page.url}: nothing marks {at['name']}"
    left = page.evaluate(_UNSEEN)
    assert not left, f"{page.url}: the Tab key does not reach {left}"


def look_at(page: Page, address: str, name: str) -> list[str]:
    """What is wrong with a screen in any of its looks."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        for each in page.locator("details:not([open]) > summary").all():
            if each.is_visible():
                each.click()
        if PICTURES:
            picture = Path(PICTURES) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=picture, full_page=True)
        for check in (assert_accessible, fits, tab_through):
            try:
                check(page)
            except AssertionError as fault:
                found.append(f"{name}, {width}, {scheme}: {fault}")
    return found


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def link_on(page: Page, address: str, selector: str) -> str:
    page.goto(address)
    return str(page.locator(selector).first.get_attribute("href"))


def seal(page: Page, demo: Demo) -> None:
    page.goto(demo.url + RESULTS)
    page.get_by_text("Pick winners").click()
    page.get_by_label("Winners").fill("2")
    page.get_by_label("Reserves").fill("1")
    page.get_by_role("button", name="Seal the list").click()
    # The test takes no part.
    expect(page.get_by_text("4 people take part")).to_be_visible()


def test_every_screen_of_the_results_in_every_look(demo, browser, page):
    for name in ("ana", "ben", "chloe", "dmitri"):
        enter(browser, demo, f"{name}@example.com")
    log_in(page, demo)
    page.goto(demo.url + SHARE)
    enter(browser, demo, "tess@example.com", page.input_value("#test-link"))
    seal(page, demo)
    draw = page.url
    wrong = look_at(page, draw, "draw-sealed")
    wrong += look_at(page, f"{draw}/stage", "stage-sealed")
    page.get_by_role("button", name="Draw 2 winners").click()
    expect(page.locator(".draw-ticket")).to_have_count(2)
    wrong += look_at(page, f"{draw}/stage", "stage-drawn")
    wrong += look_at(page, draw, "draw-drawn")
    wrong += look_at(page, demo.url + link_on(page, draw, "a[href^='/draws/']"), "proof")
    wrong += look_at(page, demo.url + RESULTS, "results")
    wrong += look_at(page, f"{demo.url}{RESULTS}?tests=only", "tests")
    wrong += look_at(page, f"{demo.url}{RESULTS}/figures", "figures")
    wrong += look_at(page, f"{demo.url}{RESULTS}/cards/draw", "card")
    wrong += look_at(page, demo.url + DELIVERIES, "deliveries")
    explained = link_on(page, demo.url + DELIVERIES, "tbody a[href*='/deliveries/']")
    wrong += look_at(page, demo.url + explained, "delivery")
    assert not wrong, "\n".join(wrong)
