"""A slow line, a dead one, a closed tab, a session that ended: what was typed is kept, and nobody
conflicts with himself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.support.running import PASSWORD, Demo

pytestmark = pytest.mark.journey


@pytest.fixture
def context(demo: Demo, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    log_in(context.new_page(), demo)
    yield context
    context.close()


def log_in(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/hubs/")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()


def line(session: CDPSession, latency: int, offline: bool = False) -> None:
    """Chromium's own emulation; latency in ms."""
    rates = {"downloadThroughput": 200_000, "uploadThroughput": 80_000}
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions", {"offline": offline, "latency": latency, **rates}
    )


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved today", timeout=20_000)
    expect(page.locator("#saved")).not_to_contain_text("Not saved")


def test_slow_dead_and_slow_again_then_a_closed_tab_and_another_session(demo, context):
    page = context.new_page()
    page.goto(f"{demo.url}/hubs/1/edit/cards/poll")
    session = context.new_cdp_session(page)
    box = page.get_by_label("One line under the title")
    box.fill("")
    for latency in (400, 1200):
        line(session, latency)
        for letter in "abcdef":
            box.press_sequentially(letter)
            page.wait_for_timeout(260)
            # Said to be saved is only what stands in the box.
            expect(page.locator("#saved")).not_to_contain_text("Not saved")
        saved(page)
        line(session, latency, offline=True)
        box.press_sequentially("-")
        page.get_by_text("Not saved: no connection.").wait_for()
        line(session, latency)
        page.evaluate("dispatchEvent(new Event('online'))")
        saved(page)
    line(session, 0)
    context.clear_cookies()
    box.press_sequentially("!")
    page.get_by_text("Not saved: you are logged out.").wait_for()
    log_in(context.new_page(), demo)
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    # Typed a moment before the tab is closed: it is carried on after its end.
    box.press_sequentially("?")
    page.close()
    again = context.new_page()
    again.wait_for_timeout(1000)
    again.goto(f"{demo.url}/hubs/1/edit/cards/poll")
    expect(again.get_by_label("One line under the title")).to_have_value("abcdef-abcdef-!?")
