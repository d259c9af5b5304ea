"""Publishing with open eyes, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_nothing_typed_is_lost import page  # noqa: F401 - the same fixture
from tests.support.axe import assert_accessible
from tests.support.shop import open_shop

pytestmark = pytest.mark.journey
_FITS = """() => new Promise((done) => {
  const fits = () => innerHeight >= document.documentElement.scrollHeight;
  const look = () => (fits() ? done(true) : requestAnimationFrame(look));
  setTimeout(() => done(fits()), 5000);
  look();
})"""
POLL = "/hubs/1/edit/cards/poll"


def test_an_address_that_is_taken_blocks_nothing_else_and_is_said_at_its_box(demo, page):  # noqa: F811
    page.goto(demo.url + POLL)
    page.get_by_text("Advanced").click()
    address = page.get_by_label("Address")
    before = address.input_value()
    address.fill("spin-to-win")
    page.get_by_label("One line under the title").fill("Typed beside it")
    expect(page.locator("#saved")).to_contain_text("All but this is saved:")
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_accessible_description(
        "Part of the link to this card. "
        "“Spin for a summer treat” already has the address “spin-to-win”."
    )
    assert_accessible(page)
    again = page.context.new_page()
    again.goto(demo.url + POLL)
    expect(again.get_by_label("One line under the title")).to_have_value("Typed beside it")
    expect(again.get_by_label("Address")).to_have_value(before)
    again.close()
    address.fill("another-spot")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    assert address.get_attribute("aria-invalid") is None
    page.reload()
    expect(address).to_have_value("another-spot")


def test_what_is_too_long_is_counted_and_stays_whole(demo, page):  # noqa: F811
    page.goto(demo.url + POLL)
    title = page.get_by_label("Title", exact=True)
    title.fill("a" * 100)
    expect(page.locator("#card_title-count")).to_have_text("100 of 120 characters")
    title.fill("a" * 150)
    expect(page.locator("#card_title-count")).to_contain_text("shorten this by 30")
    expect(page.locator("#saved")).to_contain_text("Shorten this to 120 characters")
    assert title.input_value() == "a" * 150
    title.fill("Your spot")
    expect(page.locator("#saved")).to_contain_text("Saved today")


@pytest.mark.parametrize("width", [390, 1280])
def test_before_publishing_the_difference_is_read_and_everything_is_reached_by_keyboard(
    demo,
    page,  # noqa: F811
    width,
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(demo.url + POLL)
    page.get_by_label("One line under the title").fill(f"Written at {width}")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("heading", name="What changes for visitors").wait_for()
    expect(page.locator(".changes").first).to_contain_text(f"“Written at {width}” instead of")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    page.get_by_label("Note for colleagues").focus()
    page.keyboard.type("For the weekend")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("is live.").wait_for()


def test_a_choice_in_other_words_is_asked_about_and_goes_on_being_told_in_its_first(
    demo,
    page,  # noqa: F811
    browser,
):
    page.goto(demo.url + POLL)
    choice = page.locator("[id='choices.p0.text']")
    first = choice.input_value()
    choice.fill("On the sand")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish version").click()
    page.get_by_text("Say whether “On the sand” is the same answer.").wait_for()
    assert_accessible(page)
    page.get_by_label(f"it goes on being sent as “{first}”").check()
    page.get_by_role("button", name="Publish version").click()
    page.get_by_text("is live.").wait_for()
    page.goto(demo.url + POLL)
    expect(page.get_by_text(f"Told as “{first}”")).to_be_visible()
    visitor = browser.new_page()
    visitor.goto(f"{demo.url}/h/summer-kick-off/")
    visitor.get_by_text(re.compile("Your (summer )?spot")).first.click()
    expect(visitor.get_by_label("On the sand")).to_be_visible()
    visitor.context.close()


def test_a_preview_link_is_opened_without_an_account_and_taken_back(demo, page, browser):  # noqa: F811
    page.goto(f"{demo.url}/hubs/1/settings/share")
    assert_accessible(page)
    page.get_by_role("button", name="Make a preview link").click()
    address = page.get_by_label("Link until").first.input_value()
    stranger = browser.new_context().new_page()
    stranger.goto(address)
    stranger.get_by_text("Preview: not published yet").wait_for()
    stranger.locator("main a").first.click()
    stranger.get_by_text("Preview: not published yet").wait_for()
    assert_accessible(stranger)
    page.get_by_role("button", name="Take back the link").first.click()
    page.get_by_text("The link is taken back.").wait_for()
    stranger.goto(address)
    stranger.get_by_text("Preview: not published yet").wait_for(state="detached")
    stranger.context.close()


def test_a_card_is_played_on_a_foreign_page_whose_browser_blocks_cookies_of_others(
    demo,
    page,  # noqa: F811
    browser,
):
    with open_shop() as shop:
        page.goto(f"{demo.url}/hubs/1/settings/share")
        page.get_by_label("Sites that may show the hub").fill(shop.origin)
        page.get_by_role("button", name="Save sites").click()
        page.get_by_text("How summer are you?", exact=True).click()
        shop.pasted = page.get_by_label("What to paste: How summer are you?").input_value()
        assert_accessible(page)
        visitor = _blocking_cookies_of_others(browser)
        _play_the_quiz(visitor, shop.origin)
        # Nothing of it was kept, and the page around knows nothing of it.
        assert visitor.context.cookies() == []
        visitor.context.close()
    profile = demo.arrives("alias:email/frame@example.com", 10)
    assert profile["custom_attributes"]["summer_quiz_score"] == 3


def _blocking_cookies_of_others(browser: Browser) -> Page:
    visitor = browser.new_page()
    session = visitor.context.new_cdp_session(visitor)
    session.send("Network.enable")
    blocked = {"enableThirdPartyCookieRestriction": True}
    open_doors = ("disableThirdPartyCookieMetadata", "disableThirdPartyCookieHeuristics")
    session.send("Network.setCookieControls", {**blocked, **dict.fromkeys(open_doors, True)})
    return visitor


def _play_the_quiz(visitor, address: str) -> None:
    visitor.set_default_timeout(30_000)
    visitor.goto(address)
    # What is blocked is so from a page's next load on.
    visitor.reload()
    inside = visitor.locator("iframe").content_frame
    for choice, button in (
        ("Anticlockwise", "Check my answer"),
        ("A cool room, whole", "Check my answer"),
        ("Every two hours", "Finish the quiz"),
    ):
        inside.get_by_label(choice).check()
        # A person takes longer than the guard against scripts allows.
        visitor.wait_for_timeout(500)
        inside.get_by_role("button", name=button).click()
        inside.get_by_role("button", name="Next").press("Enter")
    (own,) = visitor.frames[1:]
    inside.get_by_label("Email", exact=True).fill("frame@example.com")
    # It has grown until nothing in it scrolls, and no cookie of ours can be kept.
    visitor.wait_for_function("document.querySelector('iframe').clientHeight > 500")
    assert own.evaluate(_FITS)
    assert own.evaluate("document.cookie = 'third=1; SameSite=None; Secure'; document.cookie") == ""
    inside.get_by_role("button", name="See my result").click()
    inside.get_by_role("heading", name="Summer legend").wait_for()
    # The next card is of the same visitor, whom nobody asks again who they are.
    # Its title was changed by a test before.
    inside.get_by_role("link", name=re.compile("Your (summer )?spot")).click()
    inside.get_by_text("Not you?").wait_for()
    assert_accessible(visitor)
