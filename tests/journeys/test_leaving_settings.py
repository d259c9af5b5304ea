"""What is typed into a plain form has its own Save: the bar says that it is not saved yet, whoever
leaves is asked, and only what the server has answered is called saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey
ELSEWHERE = ".bar-brand:visible, .structure .row-link"


@pytest.fixture(params=[390, 1280])
def page(demo: Demo, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    log_in(page, demo)
    yield page
    context.close()


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asks; each time one goes on."""
    kinds: list[str] = []
    page.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    return kinds


@pytest.mark.parametrize(
    ("screen", "box", "words"),
    [
        ("hubs/1/settings", "#slug", "Not saved yet"),
        ("hubs/1/settings/opening", '[name="opening.closed_text"]', "Not saved yet"),
        ("hubs/1/settings/visitors", "[name=erase_days]", "Not saved yet"),
        ("hubs/1/settings/share", "[name=sites]", "Not saved yet"),
        ("account", "[name=password]", "Not saved yet"),
        ("members", "[name=email]", "Invitation not sent yet"),
        ("hubs/2/edit/cards/scratch/codes", "[name=codes]", "Codes not added yet"),
    ],
)
def test_leaving_with_something_typed_asks_and_leaving_as_it_came_does_not(
    demo, page, asked, screen, box, words
):
    for typed, expected in (("", []), ("7", ["beforeunload"])):
        page.goto(f"{demo.url}/{screen}")
        bar = page.locator("#kept, #saved")
        came = bar.inner_text()
        page.locator(box).press_sequentially("7")
        expect(bar).to_have_text(words)
        if not typed:
            page.locator(box).press("Backspace")
            expect(bar).to_have_text(came, use_inner_text=True)
        with page.expect_navigation():
            page.locator(ELSEWHERE).first.click()
        assert asked == expected


def test_saved_is_said_of_what_the_server_has_answered_and_of_nothing_else(demo, page, asked):
    page.goto(f"{demo.url}/hubs/1/settings/visitors")
    bar, box = page.locator("#kept"), page.locator("[name=erase_days]")
    expect(bar).to_have_text("")
    box.fill("99999")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Enter whole days").wait_for()
    expect(bar).to_have_text("Not saved yet")
    box.fill("30")
    page.get_by_role("button", name="Save").click()
    expect(bar).to_have_text("All saved")
    assert asked == []
    box.fill("31")
    expect(bar).to_have_text("Not saved yet")
    box.fill("30")
    expect(bar).to_have_text("All saved")
    page.reload()
    expect(bar).to_have_text("")


def test_another_form_of_the_screen_that_is_sent_does_not_take_it_along(demo, page):
    """Whoever stays with it reads again what is true."""
    page.goto(f"{demo.url}/members")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.locator("[name=email]").fill("somebody@example.com")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#kept")).to_have_text("Invitation not sent yet")
    expect(page.locator("[name=email]")).to_have_value("somebody@example.com")
