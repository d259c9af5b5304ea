"""Somebody draws winners by clicks, and somebody else checks it in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/enter-the-draw/"
RESULTS = "/hubs/1/results"
NAMES = tuple("ana ben chloe dmitri eve farid gro hana ines jo kai lena".split())


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    size = {"width": request.param, "height": 900}
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def enter(browser: Browser, demo: Demo) -> None:
    """Everybody, in a browser of their own."""
    pages = [browser.new_context().new_page() for _ in NAMES]
    for page in pages:
        page.goto(demo.url + CARD)
    pages[-1].wait_for_timeout(500)
    for name, page in zip(NAMES, pages, strict=True):
        page.get_by_label("First name").fill(name.title())
        page.get_by_label("Email", exact=True).fill(f"{name}@example.com")
        for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
            page.get_by_label(part, exact=True).fill(value)
        page.get_by_role("button", name="Enter the draw").click()
        page.get_by_role("heading", name="You are in").wait_for()
        page.context.close()


def fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.fixture(scope="module")
def entered(demo: Demo, browser: Browser) -> Demo:
    enter(browser, demo)
    return demo


def draw_on_stage(page: Page) -> None:
    """By the keyboard alone, in front of everybody."""
    page.get_by_role("link", name="Draw on the stage").click()
    fits(page)
    page.get_by_role("button", name="Draw 10 winners").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".draw-ticket")).to_have_count(10)
    expect(page.get_by_role("heading", name="10 winners of 12 people")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("10 winners are drawn. 1:")
    fits(page)
    page.get_by_role("link", name="Leave the stage").click()


def tell_winners(page: Page, demo: Demo) -> None:
    """By mail, and to Braze as the mapping of Winner says."""
    page.get_by_role("button", name="Tell the winners").click()
    page.get_by_text("10 mails are on their way").wait_for()
    winners = page.locator("tr", has_text="Winner").locator(".entry-who").all_inner_texts()
    assert len(winners) == 10
    for email in winners:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            found = demo.state(f"alias:email/{email}").get("custom_attributes", {})
            if found.get("summer_draw_winner") is True:
                break
            time.sleep(0.1)
        assert found.get("summer_draw_winner") is True, email
    expect(page.get_by_text("Mail written to a file")).to_have_count(10, timeout=60_000)
    fits(page)


def test_winners_are_drawn_by_clicks_and_the_proof_holds(entered, page, tmp_path):
    log_in(page, entered)
    page.goto(entered.url + RESULTS)
    fits(page)
    page.get_by_text("Pick winners").click()
    page.get_by_label("Winners").fill("10")
    page.get_by_label("Reserves").fill("1")
    page.get_by_role("button", name="Seal the list").click()
    expect(page.get_by_text("12 people take part")).to_be_visible()
    fits(page)
    draw_on_stage(page)
    expect(page.locator(".entries .state-delivered")).to_have_count(10)
    page.locator("summary", has_text="Replace").first.click()
    page.get_by_label("Why?").first.fill("Did not answer")
    page.get_by_role("button", name="The next reserve moves up").first.click()
    expect(page.get_by_text("moved up for place 1")).to_be_visible()
    fits(page)
    tell_winners(page, entered)
    page.get_by_role("link", name="Proof for everybody").click()
    page.get_by_role("heading", name="Proof of the draw").wait_for()
    fits(page)
    shown = page.inner_text("main").lower()
    assert not re.search(rf"@|\b({'|'.join(NAMES)})\b", shown)
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
    assert len(lines) == 11
