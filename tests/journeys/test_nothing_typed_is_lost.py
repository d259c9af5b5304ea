"""The marketer hates losing work: what is typed is saved before anything else is done with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.logged_in import log_in
from tests.support.publishing import publish
from tests.support.running import Demo

pytestmark = pytest.mark.journey
SCREENS = {
    "hub": ("/hubs/1/edit", "One line under the name"),
    "card": ("/hubs/1/edit/cards/poll", "One line under the title"),
    "form": ("/hubs/1/edit/cards/draw/form", "Headline"),
}
screens = pytest.mark.parametrize("screen", SCREENS)


@pytest.fixture
def page(demo: Demo, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    log_in(page, demo)
    yield page
    context.close()


def type_in(page: Page, demo: Demo, screen: str, words: str) -> None:
    address, label = SCREENS[screen]
    page.goto(demo.url + address)
    page.get_by_label(label).fill(words)


def stands(page: Page, demo: Demo, screen: str, words: str) -> None:
    address, label = SCREENS[screen]
    page.goto(demo.url + address)
    expect(page.get_by_label(label)).to_have_value(words)


@screens
def test_publish_takes_along_what_was_typed_a_moment_before(demo, page, screen):
    type_in(page, demo, screen, f"Published {screen}")
    publish(page)
    page.get_by_text("is live.").wait_for()
    expect(page.get_by_role("button", name="Published")).to_be_disabled()
    stands(page, demo, screen, f"Published {screen}")


@screens
def test_undo_takes_back_what_was_typed_and_not_what_came_before(demo, page, screen):
    type_in(page, demo, screen, f"Before {screen}")
    page.get_by_text("Saved today").wait_for()
    # Another step, so that the next words do not fold into the one before.
    page.get_by_role("link", name="Add card").click()
    page.get_by_role("button", name="Poll").click()
    page.get_by_role("heading", name="What do you prefer?").wait_for()
    type_in(page, demo, screen, f"After {screen}")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone").wait_for()
    stands(page, demo, screen, f"Before {screen}")


@screens
def test_leaving_by_a_link_saves_first(demo, page, screen):
    type_in(page, demo, screen, f"Left {screen}")
    page.get_by_role("link", name="Hub settings").click()
    page.get_by_role("heading", name="General").wait_for()
    stands(page, demo, screen, f"Left {screen}")


def test_what_is_typed_during_a_save_is_saved_as_well_and_nobody_conflicts_with_himself(demo, page):
    def slowly(route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.goto(demo.url + SCREENS["card"][0])
    page.route("**/edit/cards/poll", slowly)
    box = page.get_by_label("One line under the title")
    for words in ("First", "First and second", "First and second and third"):
        box.fill(words)
        page.wait_for_timeout(1000)
    expect(page.locator("#saved")).to_contain_text("Saved today", timeout=10_000)
    expect(page.locator("#saved")).not_to_contain_text("Not saved")
    stands(page, demo, "card", "First and second and third")


@screens
def test_a_refused_save_never_overwrites_what_another_wrote(demo, page, screen):
    address, label = SCREENS[screen]
    page.goto(demo.url + address)
    other = page.context.new_page()
    type_in(other, demo, screen, f"Theirs {screen}")
    other.get_by_text("Saved today").wait_for()
    page.get_by_label(label).fill(f"Mine {screen}")
    expect(page.locator("#saved")).to_contain_text("changed since you opened it")
    page.get_by_role("button", name="Save").last.click()
    for _ in range(2):
        page.get_by_text("This was changed since you opened it").last.wait_for()
        expect(page.get_by_label(label)).to_have_value(f"Mine {screen}")
        with page.expect_navigation():
            page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name="Publish").click()
    expect(page.locator("#saved")).to_contain_text("Not saved")
    stands(other, demo, screen, f"Theirs {screen}")


def test_a_card_that_could_not_be_moved_stands_where_it_stood(demo, page):
    page.goto(f"{demo.url}/hubs/1/edit")
    before = page.locator("#cards > li").all_inner_texts()
    page.route("**/move*", lambda route: route.abort())
    first, third = page.locator("#cards > li").nth(0), page.locator("#cards > li").nth(2)
    first.drag_to(third)
    page.get_by_text("Not moved: that did not get through.").wait_for()
    assert page.locator("#cards > li").all_inner_texts() == before
    # The page stays, and what is typed into it is guarded as before.
    page.get_by_label("One line under the name").fill("Typed after the drag")
    publish(page)
    page.get_by_text("is live.").wait_for()
    stands(page, demo, "hub", "Typed after the drag")


def test_what_was_typed_without_a_line_is_saved_when_it_is_back(demo, page):
    page.goto(demo.url + SCREENS["card"][0])
    page.context.set_offline(True)
    page.get_by_label("One line under the title").fill("Typed in a tunnel")
    page.get_by_text("Not saved: no connection.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Saved today").wait_for()
    stands(page, demo, "card", "Typed in a tunnel")


def test_who_is_logged_out_is_told_so_and_nothing_is_lost(demo, page):
    page.goto(demo.url + SCREENS["card"][0])
    page.context.clear_cookies()
    page.get_by_label("One line under the title").fill("Typed after the session")
    page.get_by_text("Not saved: you are logged out.").wait_for()
    log_in(page.context.new_page(), demo)
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_text("Saved today").wait_for()
    stands(page, demo, "card", "Typed after the session")


def test_publish_pressed_while_a_save_is_on_its_way_does_not_overtake_it(demo, page):
    page.goto(demo.url + SCREENS["card"][0])
    page.get_by_label("One line under the title").fill("Saved by the button")
    # At once, as a double tap does; Playwright's own clicks would wait for the page in between.
    page.evaluate(
        """() => {
          document.querySelector("form[data-autosave] .btn-primary[type=submit]").click();
          document.querySelector("#publish").click();
        }"""
    )
    page.get_by_text("Saved.", exact=True).wait_for()
    expect(page.get_by_role("link", name="Publish")).to_be_visible()
    stands(page, demo, "card", "Saved by the button")


def test_back_to_what_is_live_nothing_is_left_to_publish(demo, page):
    type_in(page, demo, "card", "What is live")
    publish(page)
    page.get_by_text("is live.").wait_for()
    page.goto(demo.url + SCREENS["card"][0])
    box = page.get_by_label("One line under the title")
    was = box.input_value()
    box.fill("Another line")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(page.locator("#publish")).to_be_visible()
    box.fill(was)
    expect(page.get_by_role("button", name="Published")).to_be_visible()
    expect(page.locator("#publish")).to_be_hidden()


OTHER = {"hub": "Dates", "card": "Title", "form": "Button"}


def told_so(page: Page) -> None:
    """The button has saved it, and the page was loaded anew."""
    whole = page.get_by_text("Saved.", exact=True)
    whole.or_(page.get_by_text("The form is saved.", exact=True)).first.wait_for()


@screens
def test_two_tabs_that_change_different_boxes_are_merged(demo, page, screen):
    address, label = SCREENS[screen]
    page.goto(demo.url + address)
    other = page.context.new_page()
    type_in(other, demo, screen, f"Theirs merged {screen}")
    other.get_by_role("button", name="Save").last.click()
    told_so(other)
    box = page.get_by_label(OTHER[screen], exact=True)
    box.fill(f"Mine {screen}")
    box.blur()
    page.get_by_role("button", name="Save").last.click()
    told_so(page)
    stands(page, demo, screen, f"Theirs merged {screen}")
    expect(page.get_by_label(OTHER[screen], exact=True)).to_have_value(f"Mine {screen}")


@screens
@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_the_same_box_in_two_tabs_shows_mine_and_theirs_to_choose(demo, page, screen, choice):
    address, label = SCREENS[screen]
    page.goto(demo.url + address)
    other = page.context.new_page()
    theirs, mine = f"Theirs {screen} {choice}", f"Mine {screen} {choice}"
    type_in(other, demo, screen, theirs)
    other.get_by_role("button", name="Save").last.click()
    told_so(other)
    page.get_by_label(label).fill(mine)
    page.get_by_text(f"Somebody else wrote here meanwhile: “{theirs}”").wait_for()
    stands(other, demo, screen, theirs)
    page.get_by_role("button", name=choice).click()
    expect(page.locator("#saved")).to_contain_text("Saved today")
    kept = mine if choice == "Keep mine" else theirs
    expect(page.get_by_label(label)).to_have_value(kept)
    stands(other, demo, screen, kept)


def test_what_arrived_without_an_answer_is_no_conflict_with_oneself(demo, page):
    page.goto(demo.url + SCREENS["card"][0])
    box = page.get_by_label("One line under the title")

    def arrives_unanswered(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/edit/cards/poll", arrives_unanswered)
    box.fill("Arrived")
    page.get_by_text("Not saved: no connection.").wait_for()
    page.unroute("**/edit/cards/poll")
    box.fill("Arrived, and more")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    stands(page, demo, "card", "Arrived, and more")


def test_undo_in_formatted_text_is_its_own_and_after_the_pages_it_shows_the_draft(demo, page):
    page.goto(f"{demo.url}/hubs/1/edit/add")
    page.get_by_role("button", name="Content").click()
    text, sent = page.locator("trix-editor"), page.locator("[name=body]")
    came = text.inner_text()
    text.press("Control+End")
    text.press_sequentially("Mine")
    page.get_by_text("Saved today").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        text.press("Control+z")
    assert "/undo" not in saved.value.url
    assert "Mine" not in sent.input_value()
    expect(page.locator("#saved")).to_contain_text("Saved today")
    text.press("Control+Shift+z")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(text).to_contain_text("Mine")
    # Nor does it leave the page from the box for a link.
    page.get_by_role("button", name="Link", exact=True).click()
    link = page.get_by_label("URL")
    link.fill("https://example.com/a")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    link.press("Control+z")
    expect(link).to_be_focused()
    link.press("Escape")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("Undone").wait_for()
    expect(text).to_have_text(came, use_inner_text=True)
    text.press("Control+End")
    text.press_sequentially("Anew")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    expect(text).to_contain_text("Anew")
    expect(text).not_to_contain_text("Mine")
