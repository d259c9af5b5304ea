"""Somebody draws winners by clicks, and somebody else checks it in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible
from tests.support.running import PASSWORD, Demo

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/enter-the-draw/"
RESULTS = "/hubs/1/results"
NAMES = ("ana", "ben", "chloe", "dmitri")


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def enter(browser: Browser, demo: Demo, name: str) -> None:
    """Somebody in a browser of their own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo.url + CARD)
    page.wait_for_timeout(500)
    page.get_by_label("First name").fill(name)
    page.get_by_label("Email", exact=True).fill(f"{name}@example.com")
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Enter the draw").click()
    page.get_by_role("heading", name="You are in").wait_for()
    context.close()


def log_in(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/login")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()


def fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.fixture(scope="module")
def entered(demo: Demo, browser: Browser) -> Demo:
    for name in NAMES:
        enter(browser, demo, name)
    return demo


def test_winners_are_drawn_by_clicks_and_the_proof_holds(entered, page, tmp_path):
    log_in(page, entered)
    page.goto(entered.url + RESULTS)
    fits(page)
    page.get_by_text("Pick winners").click()
    page.get_by_label("Winners").fill("2")
    page.get_by_label("Reserves").fill("1")
    page.get_by_role("button", name="Seal the list").click()
    expect(page.get_by_text("4 people take part")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Draw now").click()
    expect(page.locator(".entries .state-delivered")).to_have_count(2)
    page.locator("summary", has_text="Replace").first.click()
    page.get_by_label("Why?").first.fill("Did not answer")
    page.get_by_role("button", name="The next reserve moves up").first.click()
    expect(page.get_by_text("moved up for place 1")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Proof for everybody").click()
    page.get_by_role("heading", name="Proof of the draw").wait_for()
    fits(page)
    assert not re.search("|".join(NAMES), page.inner_text("main"))
    for name in ("entries.txt", "drawing.py"):
        with page.expect_download() as saved:
            page.get_by_role("link", name=name).click()
        saved.value.save_as(tmp_path / name)
    command = page.inner_text("pre").replace("\\\n", " ").split()
    checked = subprocess.run(
        [sys.executable, "-I", "-S", *command[1:]], cwd=tmp_path, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    lines = page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert re.findall(r"line (\d+),", checked.stdout) == lines
    assert len(lines) == 3
