"""A campaign is made in few clicks, few page loads and under ten minutes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.campaign import TEXTS, make
from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey


def test_a_new_user_makes_a_campaign(demo: Demo, browser: Browser):
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(30_000)
    log_in(page, demo)
    who = make(page)
    print(f"{who.clicks} clicks, {who.loads} page loads, {who.characters} characters")
    print(f"{who.seconds:.0f} s")
    assert who.clicks <= 110
    assert who.loads <= 12
    assert who.seconds < 600
    assert_accessible(page)
    page.get_by_role("link", name="See it at").click()
    for name in ("quiz", "poll", "wheel", "content"):
        page.get_by_role("link", name=TEXTS[name]["title"]).wait_for()
    # Of the sizes that there are the browser takes what fits, so its width is that on the page.
    assert page.locator(".brand img").evaluate("each => each.naturalWidth") > 0
    page.context.close()
