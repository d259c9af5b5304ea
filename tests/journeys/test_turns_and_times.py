"""One turn a visitor or address, and a hub that closes, by clicks alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.publishing import publish as look_and_publish
from tests.support.running import Demo

pytestmark = pytest.mark.journey
HUB = "/h/summer-kick-off/"


@pytest.fixture
def browse(browser: Browser) -> Iterator[Callable[..., Page]]:
    """The page of a browser of its own."""
    contexts = []

    def begin(**options: object) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield begin
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    # A person takes longer than the guard against scripts allows.
    page.wait_for_timeout(500)
    page.get_by_role("button", name=name, exact=True).click()


def check(page: Page, script: bool) -> None:
    # Axe is a script itself.
    if script:
        assert_accessible(page)


def fill_in(page: Page, email: str) -> None:
    page.get_by_label("Email", exact=True).fill(email)
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Enter the draw")


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "no-javascript"])
def test_a_visitor_votes_once_and_an_address_enters_once(demo, browse, script):
    page = browse(java_script_enabled=script)
    page.goto(f"{demo.url}{HUB}summer-spot/")
    page.get_by_text("One turn for each visitor.").wait_for()
    page.get_by_label("Up a mountain").check()
    press(page, "Vote")
    page.get_by_role("heading", name="Thanks for voting").wait_for()
    page.goto(f"{demo.url}{HUB}summer-spot/")
    page.get_by_role("heading", name="You have had your turn").wait_for()
    check(page, script)
    page.get_by_role("link", name="Back to my last turn").click()
    page.get_by_role("heading", name="Thanks for voting").wait_for()

    email = f"once-{script}@example.com".lower()
    page.goto(f"{demo.url}{HUB}enter-the-draw/")
    fill_in(page, email)
    page.get_by_role("heading", name="You are in").wait_for()
    friend = browse(java_script_enabled=script)
    friend.goto(f"{demo.url}{HUB}enter-the-draw/")
    fill_in(friend, email.replace("@", "+again@"))
    friend.get_by_role("heading", name="This address has had its turn").wait_for()
    check(friend, script)
    friend.get_by_role("link", name="Back to the form").click()
    fill_in(friend, f"friend-of-{email}")
    friend.get_by_role("heading", name="You are in").wait_for()


def go(page: Page, name: str) -> None:
    """On a phone the ways of the hub stand in the account's menu."""
    page.locator("summary", has_text="Account").click()
    page.get_by_role("link", name=name).click()


def set_times(page: Page, demo: Demo, opens: str, closes: str) -> None:
    page.goto(f"{demo.url}/hubs/1/edit")
    go(page, "Hub settings")
    page.get_by_role("link", name="Opening times").click()
    page.get_by_label("Time zone").select_option("Australia/Sydney")
    page.get_by_label("Opens", exact=True).fill(opens)
    page.get_by_label("Closes", exact=True).fill(closes)
    page.get_by_label("What visitors read after the closing").fill("See you next summer.")
    page.get_by_role("button", name="Save").click()


def publish(page: Page, demo: Demo) -> None:
    page.get_by_text("Saved. Publish the hub").wait_for()
    go(page, "Build")
    look_and_publish(page)
    page.get_by_text("is live").wait_for()


def test_a_marketer_sets_times_and_visitors_find_the_hub_open_or_not(demo, browse):
    page, visitor = browse(timezone_id="Australia/Sydney"), browse()
    log_in(page, demo)
    page.goto(f"{demo.url}/hubs/new")
    assert page.get_by_label("Time zone").input_value() == "Australia/Sydney"

    visitor.goto(f"{demo.url}{HUB}summer-quiz/")
    set_times(page, demo, "2031-12-05T18:00", "2031-12-04T18:00")
    page.get_by_text("This is not after the opening.").first.wait_for()
    set_times(page, demo, "2031-12-05T18:00", "2031-12-12T18:00")
    publish(page, demo)
    # The page was open before; its script says so in place of the question.
    visitor.get_by_label("Anticlockwise").check()
    press(visitor, "Check my answer")
    visitor.get_by_role("heading", name="Not open yet").wait_for()
    visitor.get_by_text("Opens 5 Dec 2031 18:00 Sydney time").wait_for()
    assert_accessible(visitor)
    visitor.get_by_role("link", name="See the cards").click()
    assert visitor.get_by_text("Opens 5 Dec 2031 18:00").count() == 6

    set_times(page, demo, "2021-12-05T18:00", "2021-12-12T18:00")
    publish(page, demo)
    visitor.goto(demo.url + HUB)
    visitor.get_by_text("See you next summer.").wait_for()
    assert_accessible(visitor)
    visitor.get_by_role("link", name="How summer are you?").click()
    visitor.get_by_role("heading", name="This is closed").wait_for()
