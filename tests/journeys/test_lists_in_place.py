"""Adding, moving and removing leave the marketer where they are: no jump, no lost focus."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey
QUIZ = "/hubs/1/edit/cards/quiz"
FORM = "/hubs/1/edit/cards/draw/form"


@pytest.fixture(params=[1280, 390])
def page(demo: Demo, browser: Browser, request) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    page.set_default_timeout(30_000)
    log_in(page, demo)
    yield page
    context.close()


def opened(page: Page, address: str) -> None:
    """Marked, so that a reload is seen."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return page.evaluate("window.stayed === true")


def press(page: Page, name: str, nth: int = -1) -> None:
    buttons = page.get_by_role("button", name=name, exact=True)
    (buttons.last if nth < 0 else buttons.nth(nth)).click()


def said(page: Page, sentence: str) -> None:
    expect(page.locator("#saved")).to_have_text(sentence)


def test_a_new_question_is_in_view_with_the_focus_in_it_and_what_was_typed_is_kept(demo, page):
    opened(page, demo.url + QUIZ)
    before = page.get_by_label("Question", exact=True).count()
    page.get_by_label("Question", exact=True).first.fill("Typed a moment before?")
    press(page, "Add question")
    said(page, f"Added: number {before + 1} of {before + 1}.")
    new = page.get_by_label("Question", exact=True).nth(before)
    expect(new).to_be_focused()
    expect(new).to_be_in_viewport(ratio=1)
    assert stayed(page)
    page.keyboard.type("And the new one?")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    expect(page.get_by_label("Question", exact=True).first).to_have_value("Typed a moment before?")
    expect(page.get_by_label("Question", exact=True).nth(before)).to_have_value("And the new one?")


def test_a_moved_question_keeps_its_button_under_the_pointer_and_the_focus(demo, page):
    opened(page, demo.url + QUIZ)
    first = page.get_by_label("Question", exact=True).first.input_value()
    button = page.get_by_role("button", name="Move question 1 down")
    button.click()
    count = page.get_by_label("Question", exact=True).count()
    said(page, f"Moved: now number 2 of {count}.")
    moved = page.get_by_role("button", name="Move question 2 down")
    expect(moved).to_be_focused()
    expect(moved).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Question", exact=True).nth(1)).to_have_value(first)
    assert stayed(page)


def test_after_removing_the_focus_is_at_the_next_one_and_undo_names_it(demo, page):
    opened(page, demo.url + QUIZ)
    count = page.get_by_label("Question", exact=True).count()
    press(page, "Add question")
    said(page, f"Added: number {count + 1} of {count + 1}.")
    press(page, f"Remove question {count + 1}")
    said(page, "Removed. Undo brings it back.")
    expect(page.get_by_label("Question", exact=True)).to_have_count(count)
    expect(page.get_by_role("button", name=f"Remove question {count}")).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert stayed(page)


def test_what_is_typed_while_a_choice_is_added_stands_and_is_saved(demo, page):
    opened(page, demo.url + QUIZ)

    def slowly(route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route(f"**{QUIZ}", slowly)
    press(page, "Add choice", 0)
    page.get_by_label("Title", exact=True).first.fill("Typed meanwhile")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.unroute(f"**{QUIZ}")
    page.reload()
    expect(page.get_by_label("Title", exact=True).first).to_have_value("Typed meanwhile")


def test_save_waits_for_every_button_that_was_pressed_before_it(demo, page):
    opened(page, demo.url + FORM)
    fields = page.get_by_label("Label", exact=True)
    before = fields.count()

    def slowly(route) -> None:
        if route.request.resource_type == "fetch":
            page.wait_for_timeout(700)
        route.continue_()

    page.route(f"**{FORM}", slowly)
    page.evaluate("""() => {
        for (const kind of ["text", "number"])
            document.querySelector(`button[value="add:${kind}"]`).click();
        [...document.querySelectorAll("button")].filter(
            (each) => each.textContent.trim() === "Save").at(-1).click();
    }""")
    page.get_by_text("The form is saved").wait_for()
    expect(fields).to_have_count(before + 2)


def test_what_is_being_pressed_is_not_taken_from_under_the_pointer(demo, page):
    opened(page, demo.url + FORM)
    save = page.get_by_role("button", name="Save").last
    save.scroll_into_view_if_needed()
    box = save.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.evaluate("""document.querySelector('button[value="add:text"]').click()""")
        page.mouse.down()
    page.wait_for_timeout(300)
    page.mouse.up()
    page.get_by_text("The form is saved").wait_for()


def test_a_new_field_has_the_focus_in_its_label(demo, page):
    opened(page, demo.url + FORM)
    press(page, "Text")
    new = page.get_by_label("Label", exact=True).last
    expect(page.locator("#saved")).to_contain_text("Added: number")
    expect(new).to_be_focused()
    expect(new).to_be_in_viewport(ratio=1)
    assert stayed(page)


def test_without_a_line_the_list_stays_and_the_screen_says_so(demo, page):
    opened(page, demo.url + QUIZ)
    count = page.get_by_label("Question", exact=True).count()
    page.context.set_offline(True)
    press(page, "Add question")
    page.get_by_text("Not saved: no connection.").wait_for()
    page.context.set_offline(False)
    assert page.get_by_label("Question", exact=True).count() == count
    assert stayed(page)


def test_undo_stays_on_the_screen_and_where_it_was_scrolled_to(demo, page):
    opened(page, demo.url + QUIZ)
    title = page.get_by_label("Title", exact=True).nth(1)
    title.fill("To be undone")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute(
        "title", re.compile("^Undo changing “")
    )
    page.evaluate("scrollTo(0, 600)")
    page.get_by_role("button", name="Undo").evaluate("button => button.click()")
    page.get_by_text("Undone: changing").wait_for()
    assert page.url == demo.url + QUIZ
    expect(
        page.get_by_role("button", name="Undo")
        .or_(page.get_by_role("button", name="Redo"))
        .and_(page.locator(":focus"))
    ).to_have_count(1)
    assert abs(page.evaluate("scrollY") - 600) < 5
    assert title.input_value() != "To be undone"
