"""A member's browser, logged in by the form once, and later by what that left in it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.running import PASSWORD, Demo


def log_in(page: Page, demo: Demo) -> None:
    """As the owner of the demo, at the list of hubs."""
    if demo.cookies:
        page.context.add_cookies(demo.cookies)
        page.goto(f"{demo.url}/hubs/")
    else:
        page.goto(f"{demo.url}/hubs/")
        page.get_by_label("Email").fill("demo@example.com")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()
    demo.cookies = page.context.cookies(demo.url)
