"""Playing in a real browser: by keyboard alone, and in whatever way a person sees a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible

pytestmark = pytest.mark.journey
_turns = count()
"""Each address has one turn."""
HUB = "/h/summer-kick-off/"
WAYS = {
    "small": {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"},
    "own-colours": {"viewport": {"width": 390, "height": 844}, "forced_colors": "active"},
    "window": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
SHARING = """navigator.share = (what) => { window.shared = what; return Promise.resolve(); };"""


@pytest.fixture
def visit(browser: Browser) -> Iterator:
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 390, "height": 844}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def open_card(demo, page: Page, card: str) -> None:
    page.goto(f"{demo.url}{HUB}{card}/")
    # A person takes longer than the guard against scripts allows.
    page.wait_for_timeout(500)


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(at) => document.activeElement.matches(at)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def answer(page: Page, choice: str, button: str) -> None:
    page.get_by_label(choice).check()
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Next").click()


def win_the_quiz(demo, page: Page) -> None:
    open_card(demo, page, "summer-quiz")
    answer(page, "Anticlockwise", "Check my answer")
    answer(page, "A cool room, whole", "Check my answer")
    answer(page, "Every two hours", "Finish the quiz")
    page.get_by_role("textbox", name="Email").fill(f"wins{next(_turns)}@example.com")
    page.get_by_role("button", name="See my result").click()
    page.locator("#result").wait_for()


def test_a_poll_is_answered_by_keyboard_alone(demo, visit):
    page = visit()
    open_card(demo, page, "summer-spot")
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Up a mountain")).to_be_checked()
    tab_to(page, ".act .button")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Thanks for voting")


def test_a_quiz_goes_on_by_keyboard_alone(demo, visit):
    page = visit()
    open_card(demo, page, "summer-quiz")
    tab_to(page, "[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Not quite.")
    tab_to(page, ".next")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("What keeps a watermelon sweet the longest?")
    tab_to(page, "[type=radio]")


@pytest.mark.parametrize("way", WAYS)
def test_every_step_of_a_play_is_accessible_and_fits(demo, visit, way):
    page = visit(**WAYS[way])
    open_card(demo, page, "summer-quiz")
    page.get_by_role("radio", name="Clockwise", exact=True).check()
    page.get_by_role("button", name="Check my answer").click()
    page.locator("#feedback").wait_for()
    assert_fits(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("The freezer").check()
    page.wait_for_timeout(300)
    assert_fits(page)
    win_the_quiz(demo, page)
    page.get_by_text("Your answers").click()
    page.locator(".confetti").wait_for(state="detached")
    assert_fits(page)
    open_card(demo, page, "spin-to-win")
    page.get_by_role("textbox", name="Email").fill(f"plays{next(_turns)}@example.com")
    page.get_by_role("button", name="Go to the wheel").click()
    page.get_by_role("button", name="Reveal my result").wait_for()
    assert_fits(page)
    page.get_by_role("button", name="Reveal my result").click()
    page.locator("#result").wait_for()
    page.locator(".confetti").wait_for(state="detached")
    assert_fits(page)


def assert_fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is too wide"


def test_the_answers_of_a_tile_are_all_of_the_tile(demo, visit):
    page = visit()
    open_card(demo, page, "summer-quiz")
    tile = page.locator(".choice").nth(2)
    box = tile.bounding_box()
    assert box["height"] >= 64
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + 6)
    expect(page.get_by_label("It stays put")).to_be_checked()
    button = page.get_by_role("button", name="Check my answer").bounding_box()
    assert button["y"] + button["height"] <= 844, "the button is not in the thumb's reach"


def test_a_perfect_score_is_celebrated_for_a_moment_and_shared_without_the_play(demo, visit):
    page = visit()
    page.add_init_script(SHARING)
    win_the_quiz(demo, page)
    page.locator(".confetti i").first.wait_for(state="attached")
    page.locator(".confetti").wait_for(state="detached")
    page.get_by_role("button", name="Share this card").click()
    shared = page.evaluate("window.shared")
    assert shared["url"] == f"{demo.url}{HUB}summer-quiz/"
    assert "Summer legend" in shared["text"]


def test_where_nothing_can_be_shared_nothing_offers_it(demo, visit):
    page = visit(reduced_motion="reduce")
    page.add_init_script("navigator.share = undefined;")
    win_the_quiz(demo, page)
    assert page.locator(".confetti").count() == 0
    assert page.get_by_role("button", name="Share this card").count() == 0


def test_a_code_is_copied_with_one_press_and_can_be_read_without_a_script(demo, visit):
    page = visit(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    # One spin in four wins it: 60 without are as good as impossible.
    for _ in range(60):
        open_card(demo, page, "spin-to-win")
        page.get_by_role("textbox", name="Email").fill(f"code{next(_turns)}@example.com")
        page.get_by_role("button", name="Go to the wheel").click()
        page.get_by_role("button", name="Spin the wheel").click()
        page.locator("#result").wait_for()
        if page.locator("#code").count():
            break
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "KICKOFF10"
    plain = visit(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(page.url)
    expect(plain.locator("#code")).to_have_text("KICKOFF10")
    assert plain.get_by_role("button", name="Copy").count() == 0


def test_what_comes_next_is_what_was_not_played_yet(demo, visit):
    page = visit(reduced_motion="reduce")
    win_the_quiz(demo, page)
    open_card(demo, page, "summer-spot")
    page.get_by_label("Up a mountain").check()
    page.get_by_role("button", name="Vote").click()
    page.locator("#result").wait_for()
    tiles = page.locator(".more .tile")
    expect(tiles.last).to_contain_text("Played")
    expect(tiles.last).to_contain_text("How summer are you?")
    expect(tiles.first).not_to_contain_text("Played")


def test_what_did_not_get_through_stays_in_the_form_and_is_sent_once(demo, visit):
    """P18: offline, then online."""
    page = visit()
    open_card(demo, page, "enter-the-draw")
    email = page.get_by_role("textbox", name="Email")
    email.fill(f"away{next(_turns)}@example.com")
    typed = email.input_value()
    for part, value in (("Day", "1"), ("Month", "2"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)
    page.context.set_offline(True)
    page.locator(".entry > .button").click()
    page.get_by_text("That did not get through.").wait_for()
    assert email.input_value() == typed
    page.context.set_offline(False)
    page.locator(".entry > .button").click()
    page.locator("#result").wait_for()
    assert page.locator(".offline").count() == 0


def test_a_code_is_sent_by_mail_and_the_focus_is_on_what_became_of_it(demo, visit):
    page = visit(reduced_motion="reduce")
    for _ in range(60):
        page.goto(f"{demo.url}/h/gallery/wheel/")
        page.wait_for_timeout(500)
        page.get_by_role("button", name="Reveal my result").click()
        page.locator("#result").wait_for()
        if page.locator("#code").count():
            break
    page.locator(".by-mail summary").press("Enter")
    page.locator("#mail-to").fill("ana")
    page.get_by_role("button", name="Send the code").click()
    expect(page.locator("#sent")).to_be_focused()
    expect(page.locator("#sent")).to_contain_text("There is no @ in it.")
    assert_accessible(page)
    page.locator("#mail-to").fill("ana@example.com")
    page.get_by_role("button", name="Send the code").press("Enter")
    expect(page.locator("#sent")).to_be_focused()
    expect(page.locator("#sent")).to_contain_text("on its way to an…")
    assert_accessible(page)
