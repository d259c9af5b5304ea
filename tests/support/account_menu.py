"""The menu of whoever is logged in, in a browser."""

from __future__ import annotations

from playwright.sync_api import Page


def to_account(page: Page) -> None:
    """Their own screen."""
    _open(page)
    page.get_by_role("link", name="Your account").click()


def log_out(page: Page) -> None:
    """And see the log-in page."""
    _open(page)
    page.get_by_role("banner").get_by_role("button", name="Log out").click()


def _open(page: Page) -> None:
    page.get_by_role("banner").locator("summary").click()
