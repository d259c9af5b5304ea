"""Cards with a script of their own, each taken from the picker as it comes: what is focused and
said after each step, and that nothing hangs on the script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.publishing import publish
from tests.support.running import Demo

pytestmark = pytest.mark.journey
KINDS = ("scratch", "box", "swiper")


def put_in_own_codes(page) -> None:
    """A sample must not be published."""
    codes = [each for each in page.get_by_label("Code", exact=True).all() if each.input_value()]
    for code in codes:
        code.fill(f"OWN{code.input_value()}")
    if codes:
        page.get_by_role("button", name="Save").last.click()
        page.get_by_text("Saved.", exact=True).wait_for()


@pytest.fixture(scope="module")
def cards(demo: Demo, browser: Browser) -> dict[str, str]:
    """Kind -> address of a new card, published."""
    page = browser.new_page()
    log_in(page, demo)
    found = {}
    for kind in KINDS:
        page.goto(f"{demo.url}/hubs/1/edit/add")
        page.locator(f"button[name=kind][value={kind}]").click()
        found[kind] = f"{demo.url}/h/summer-kick-off/{page.get_by_label('Address').input_value()}/"
        put_in_own_codes(page)
    publish(page)
    page.get_by_text("is live.").wait_for()
    page.close()
    return found


@pytest.fixture
def visit(cards: dict[str, str], browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_card(kind: str, **options: object) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(cards[kind])
        # A person takes longer than the guard against scripts allows.
        page.wait_for_timeout(600)
        return page

    yield open_card
    for context in contexts:
        context.close()


def ends(page: Page) -> None:
    """The result is seen, focused and said."""
    result = page.locator("#result")
    expect(result).to_be_visible()
    expect(result).to_be_focused()
    expect(page.locator("#said")).to_have_text(result.text_content().strip())
    assert_accessible(page)


def test_foil_is_scratched_off(visit):
    page = visit("scratch")
    page.get_by_role("button", name="Scratch the card").press("Enter")
    expect(page.get_by_role("button", name="Reveal my result")).to_be_focused()
    # Nobody is told before it is uncovered, neither by sight nor by ear.
    expect(page.get_by_role("heading", name="Your card is covered")).to_be_attached()
    expect(page.locator("#said")).to_be_empty()
    assert_accessible(page)
    foil = page.locator(".foil").bounding_box()
    left, right, top = foil["x"] + 20, foil["x"] + foil["width"] - 20, foil["y"] + 20
    page.mouse.move(left, top)
    page.mouse.down()
    for row in range(1, 7):
        page.mouse.move((left, right)[row % 2], top + 40 * row, steps=10)
    page.mouse.up()
    page.locator(".foil").wait_for(state="detached")
    ends(page)
    page.reload()
    expect(page.locator("#result")).to_be_visible()


def test_a_covered_card_looks_alike_whatever_is_under_it(visit):
    heights: dict[bool, float] = {}
    # Chance decides; that forty cards are all won or all lost happens once in a thousand million.
    for _ in range(40):
        page = visit("scratch")
        page.get_by_role("button", name="Scratch the card").click()
        button = page.get_by_role("button", name="Reveal my result")
        expect(button).to_be_focused()
        height = page.locator(".scratch").bounding_box()["height"]
        expect(page.locator(".confetti")).to_have_count(0)
        button.click()
        ends(page)
        heights["You won" in page.locator("#result").text_content()] = height
        if len(heights) == 2:
            break
    assert heights == {True: 340, False: 340}


@pytest.mark.parametrize("calm", [True, False], ids=["reduced-motion", "by-its-button"])
def test_foil_is_not_for_everybody(visit, calm):
    page = visit("scratch", reduced_motion="reduce" if calm else "no-preference")
    name = "Scratch the card" if calm else "Reveal my result"
    page.get_by_role("button", name=name).press("Enter")
    ends(page)
    expect(page.locator(".foil")).to_be_hidden()


def test_a_box_is_picked_with_a_key(visit):
    page = visit("box")
    assert_accessible(page)
    page.get_by_role("button", name="Box 2").press("Enter")
    expect(page.get_by_text("You picked box 2.")).to_be_visible()
    ends(page)


def test_swiping_by_key_button_and_finger_and_taking_back(visit):
    page = visit("swiper")
    said, count = page.locator("#said"), page.locator(".count")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("2 of 6: A long film evening")
    page.get_by_role("button", name="Not for me").press("Enter")
    expect(said).to_have_text("3 of 6: Swimming in a lake")
    page.get_by_role("button", name="Take back").press("Enter")
    expect(said).to_have_text("2 of 6: A long film evening")
    page.keyboard.press("ArrowLeft")
    expect(count).to_have_text("3 of 6")
    page.reload()
    expect(count).to_have_text("3 of 6")
    card = page.locator(".swipe:visible").bounding_box()
    middle, high = card["x"] + card["width"] / 2, card["y"] + 40
    for aside, then in ((30, "3 of 6"), (120, "4 of 6")):
        page.mouse.move(middle, high)
        page.mouse.down()
        page.mouse.move(middle + aside, high, steps=5)
        page.mouse.up()
        expect(count).to_have_text(then)
    for at in (5, 6):
        page.keyboard.press("ArrowRight")
        expect(count).to_have_text(f"{at} of 6")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("That was all. See your result, or take the last one back.")
    send = page.get_by_role("button", name="See my result")
    expect(send).to_be_focused()
    ticked = page.locator("[name=answer]:checked").evaluate_all(
        "all => all.map(each => each.closest('label').textContent.trim())"
    )
    assert ticked == [
        "A hike before breakfast",
        "Swimming in a lake",
        "Baking bread",
        "A street festival",
    ]
    send.press("Enter")
    ends(page)
    expect(page.locator("#result")).to_have_text("Out and about")


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_script_it_comes_to_its_end(visit, kind):
    page = visit(kind, java_script_enabled=False)
    if kind == "swiper":
        page.get_by_label("Baking bread").check()
    page.locator("form.play button:visible").first.click()
    expect(page.locator("#result")).to_be_visible()
    expect(page.locator("[data-uncover]")).to_be_hidden()
