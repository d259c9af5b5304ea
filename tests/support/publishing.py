"""Publishing in a browser."""

from __future__ import annotations

from playwright.sync_api import Page


def publish(page: Page) -> None:
    """Look at what would change, and publish it; promises that are samples are kept, and choices in
    other words are the same answers."""
    # Until then a page that was asked for at a place of its own may still scroll there.
    page.wait_for_load_state()
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("heading", name="What changes for visitors").wait_for()
    for box in page.locator("[name=agreed]").all():
        box.check()
    for radio in page.locator("[name^='reworded.'][value=same]").all():
        radio.check()
    page.get_by_role("button", name="Publish version").click()
