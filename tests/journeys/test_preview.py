"""The preview follows the cursor, and a press in it leads to the control."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.running import PASSWORD, Demo

pytestmark = pytest.mark.journey


@pytest.fixture(params=[1280, 390])
def page(demo: Demo, browser: Browser, request) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 860})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{demo.url}/hubs/")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()
    page.goto(f"{demo.url}/hubs/1/edit/cards/quiz")
    yield page
    context.close()


def look(page: Page) -> None:
    if page.viewport_size["width"] < 1260:
        page.get_by_role("link", name="Preview").click()


def test_the_bar_is_one_of_56_px_and_stays(page):
    page.evaluate("scrollTo(0, 2000)")
    bar = page.locator(".bar").bounding_box()
    assert (bar["y"], bar["height"]) == (0, 56)
    for name in ("Undo", "Redo"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("link", name="Preview")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def test_it_follows_the_cursor_and_a_press_leads_back(page):
    shown = page.frame_locator("#preview")
    page.locator("[name='questions.q2.text']").focus()
    look(page)
    expect(shown.locator("legend")).to_have_text("What keeps a watermelon sweet the longest?")
    shown.locator("label.choice").nth(1).click()
    expect(page.locator("[name='questions.q2.choices.q2c1.text']")).to_be_focused()


def test_a_state_is_chosen_and_what_is_typed_shows_without_a_reload(page):
    look(page)
    shown = page.frame_locator("#preview")
    page.get_by_label("What is seen").select_option("Closed")
    expect(shown.get_by_role("heading", name="This is closed")).to_be_visible()
    page.get_by_label("What is seen").select_option("What you are editing")
    expect(shown.locator("legend")).to_be_visible()
    page.evaluate("document.querySelector('#preview').contentWindow.kept = true")
    if page.viewport_size["width"] < 1260:
        page.get_by_role("button", name="Close").click()
    page.locator("[name='questions.q1.text']").fill("Where does the sun go?")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    look(page)
    expect(shown.locator("legend")).to_have_text("Where does the sun go?")
    assert page.evaluate("document.querySelector('#preview').contentWindow.kept")


def test_the_screen_of_a_form_shows_the_form(page):
    page.goto(page.url + "/form")
    look(page)
    expect(page.frame_locator("#preview").get_by_role("textbox", name="Email")).to_be_visible()
