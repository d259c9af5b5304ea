"""Publishing in a browser."""

from __future__ import annotations

from playwright.sync_api import Page


def publish(page: Page) -> None:
    """Look at what would change, and publish it; promises that are samples are kept."""
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("heading", name="What changes for visitors").wait_for()
    for box in page.locator("[name=agreed]").all():
        box.check()
    page.get_by_role("button", name="Publish version").click()
