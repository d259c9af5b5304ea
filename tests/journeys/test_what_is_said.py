"""A screen reader is taken to what matters and told it, after each step: the visitor hears what the
page shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.journey


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    # A person takes longer than the guard against scripts allows.
    page.wait_for_timeout(500)
    page.get_by_role("button", name=name).click()


def assert_told(page: Page, words: str) -> None:
    """It has the focus, and the live region has said it."""
    expect(page.locator(":focus")).to_contain_text(words)
    expect(page.locator("#said")).to_contain_text(words)


def test_a_quiz_tells_what_was_right_what_is_wrong_and_how_it_ended(demo, page):
    page.goto(f"{demo.url}/h/summer-kick-off/")
    page.get_by_role("link", name="How summer are you?").click()
    press(page, "Check my answer")
    assert_told(page, "Choose one of the answers")
    page.get_by_label("Anticlockwise").check()
    press(page, "Check my answer")
    assert_told(page, "Right. South of the tropics")
    assert page.get_by_label("A cool room, whole").is_hidden(), "the next question before its time"
    press(page, "Next")
    assert_told(page, "What keeps a watermelon sweet the longest?")
    page.get_by_label("The freezer").check()
    press(page, "Check my answer")
    assert_told(page, "Not quite. The answer is A cool room, whole.")
    press(page, "Next")
    page.get_by_label("Every two hours").check()
    press(page, "Finish the quiz")
    assert_told(page, "Right. Every two hours")
    press(page, "Next")
    press(page, "See my result")
    assert_told(page, "One answer needs another look.")
    page.get_by_label("First name").fill("Ana")
    page.get_by_role("textbox", name="Email").fill("told@example.com")
    press(page, "See my result")
    assert_told(page, "of 3")


LONGEST = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.mark.parametrize("width", [320, 390])
def test_the_longest_words_make_no_page_wider_than_the_phone(demo, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    hub = f"{demo.url}/h/summer-kick-off/"
    page.goto(hub)
    cards = page.locator(".tile > a").evaluate_all("(links) => links.map((link) => link.href)")
    for address in [hub, *cards, f"{hub}no-such-card/"]:
        page.goto(address)
        page.evaluate(
            """(word) => { for (const each of document.querySelectorAll(
                 "h1, h2, legend, label > span, .tile-title, .lead, .cta, .button, .brand span"))
               each.append(" " + word); }""",
            LONGEST,
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address


def test_a_sentence_from_the_right_begins_at_the_right(demo, page):
    page.goto(f"{demo.url}/h/summer-kick-off/")
    page.locator(".hero h1").evaluate("(h1) => { h1.textContent = 'اربح جائزة الصيف (2026)!' }")
    assert page.locator(".hero h1").evaluate("(h1) => getComputedStyle(h1).direction") == "rtl"
