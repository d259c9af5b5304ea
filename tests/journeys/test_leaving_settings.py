"""Settings have their own Save: whoever leaves with something typed is asked."""

from __future__ import annotations

import pytest

from tests.support.logged_in import log_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("screen", "box"),
    [
        ("settings", "#slug"),
        ("settings/opening", '[name="opening.closed_text"]'),
        ("settings/visitors", "[name=erase_days]"),
        ("settings/share", "[name=sites]"),
    ],
)
def test_leaving_with_something_typed_asks_and_leaving_as_it_came_does_not(
    demo, browser, width, screen, box
):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    log_in(page, demo)
    for typed, expected in (("", []), ("7", ["beforeunload"])):
        page.goto(f"{demo.url}/hubs/1/{screen}")
        page.locator(box).press_sequentially(typed or " ")
        if not typed:
            page.locator(box).press("Backspace")
        page.locator("nav .side a").last.click()
        page.get_by_role("heading", name="Versions").wait_for()
        assert asked == expected
    context.close()
