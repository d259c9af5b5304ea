"""The wheel in a real browser: steady when pressed, and it stops at what was won."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from tests.support.publishing import publish
from tests.support.running import PASSWORD

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/spin-to-win/"
_turns = count()
"""Each address has one turn."""


@pytest.fixture
def visit(browser: Browser) -> Iterator:
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def reach_the_wheel(demo, page: Page) -> None:
    page.goto(demo.url + CARD)
    page.wait_for_timeout(500)
    page.get_by_label("Email", exact=True).fill(f"spins{next(_turns)}@example.com")
    page.get_by_role("button", name="Go to the wheel").click()
    page.get_by_role("button", name="Spin the wheel").wait_for()


def test_the_wheel_does_not_jump_and_stops_with_the_prize_beside_the_pointer(demo, visit):
    page = visit()
    reach_the_wheel(demo, page)
    before = page.locator(".disc").bounding_box()
    page.get_by_role("button", name="Spin the wheel").click()
    page.locator(".is-spinning").wait_for()
    assert page.locator(".disc").bounding_box() == before
    page.locator(".has-stopped").wait_for()
    assert page.locator(".disc").bounding_box() == before
    assert page.locator("#result").count() == 0, "the result is told before the wheel stands"
    stopped_at = " ".join(page.locator(".is-here tspan").all_text_contents())
    pointer = page.locator(".pointer").bounding_box()
    label = page.locator(".is-here text").bounding_box()
    assert label["x"] + label["width"] <= pointer["x"], "the pointer lies on the label"
    page.locator("#result").wait_for()
    assert page.evaluate("document.activeElement.id") == "result"
    told = page.locator(".ticket").inner_text().lower()
    titles = {"try again": "not this time", "so close": "so close"}
    assert titles.get(stopped_at.lower(), stopped_at.lower()) in told


def test_whoever_wants_no_motion_has_the_result_at_once_and_no_confetti(demo, visit):
    page = visit(reduced_motion="reduce")
    reach_the_wheel(demo, page)
    page.get_by_role("button", name="Spin the wheel").click()
    page.locator("#result").wait_for(timeout=1500)
    assert page.locator(".is-spinning, .confetti").count() == 0


def test_reveal_shows_the_result_without_a_spin(demo, visit):
    page = visit()
    reach_the_wheel(demo, page)
    page.get_by_role("button", name="Reveal my result").click()
    page.locator("#result").wait_for(timeout=1500)
    assert page.evaluate("document.activeElement.id") == "result"


def test_what_did_not_get_through_leaves_the_wheel_as_it_was(demo, visit):
    page = visit()
    reach_the_wheel(demo, page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Spin the wheel").click()
    page.get_by_text("That did not get through.").wait_for()
    assert page.locator(".is-spinning").count() == 0
    page.context.set_offline(False)
    page.get_by_role("button", name="Spin the wheel").click()
    page.locator("#result").wait_for()


def test_after_a_form_the_wheel_turns_above_its_result_which_stays_untold_until_it_stops(
    demo, visit
):
    let_everybody_win_after_a_form(demo, visit())
    page = visit()
    page.goto(demo.url + CARD)
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Spin the wheel").click()
    page.get_by_label("Email", exact=True).fill("late@example.com")
    page.get_by_role("button", name="Go to the wheel").click()
    page.locator(".is-spinning").wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".confetti").count() == 0, "it is celebrated before the wheel stands"
    page.locator(".has-stopped").wait_for()
    assert page.locator("#result").is_hidden(), "it is told before the wheel stands"
    page.locator(".is-spinning").wait_for(state="detached")
    page.locator(".confetti").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "result"


def let_everybody_win_after_a_form(demo, page: Page) -> None:
    page.goto(f"{demo.url}/hubs/1/edit/cards/wheel")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    for loses in (1, 3):
        page.get_by_label("Weight").nth(loses).fill("0")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.goto(f"{demo.url}/hubs/1/edit/cards/wheel/form")
    page.get_by_label("At the end").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("The form is saved").wait_for()
    publish(page)
    page.get_by_text("is live").first.wait_for()
