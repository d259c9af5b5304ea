"""The mapping with thirty rows: short, readable, accessible, and its line says what is changed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.journeys.campaign import Marketer
from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey
SCREEN = "/hubs/1/settings/integrations/braze"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    log_in(page, demo)
    page.goto(demo.url + SCREEN)
    yield page
    context.close()


def rows(page: Page) -> int:
    return page.locator(".map-row").count()


def map_thirty(page: Page) -> None:
    while page.locator("#offers").count():
        page.locator("#offers").evaluate("each => each.open = true")
        before = rows(page)
        page.locator("#offers button").first.click()
        expect(page.locator(".map-row")).to_have_count(before + 1)
    while rows(page) < 30:
        before = rows(page)
        page.get_by_role("button", name="Add mapping").click()
        expect(page.locator(".map-row")).to_have_count(before + 1)
        last = page.locator(".map-row").last
        last.get_by_label("Source").select_option("fact.hub_name")
        last.get_by_label("Name in Braze").fill(f"extra_{rows(page)}")
    page.get_by_role("button", name="Update the example").click()
    expect(page.locator(".map-row details[open]")).to_have_count(0)


def test_thirty_rows_are_a_short_page(page):
    map_thirty(page)
    assert rows(page) == 30
    assert page.evaluate("document.documentElement.scrollHeight") < 2600
    heights = page.locator(".map-row").evaluate_all("all => all.map(each => each.clientHeight)")
    assert sorted(heights)[len(heights) // 2] <= 44
    assert_accessible(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert_accessible(page)


def test_a_line_follows_its_controls_and_the_profile_follows_both(page):
    named = page.locator(".map-row").filter(has_text="favourite_drink").get_attribute("id")
    row = page.locator(f'[id="{named}"]')
    row.locator("summary").first.click()
    row.get_by_label("Name in Braze").fill("best_drink")
    expect(row.locator("[data-says=target]")).to_contain_text("best_drink")
    expect(page.locator("#example")).to_contain_text("best_drink")


def test_on_a_phone_the_example_stands_before_save(page):
    page.set_viewport_size({"width": 390, "height": 844})
    example = page.locator("#example").bounding_box()
    save = page.get_by_role("button", name="Save").last.bounding_box()
    assert example
    assert save
    assert example["y"] < save["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


DRINK = '[id="rows.r3"]'
"""A row keeps its name, whatever else is changed."""


def best_drink(page: Page, name: str) -> None:
    row = page.locator(DRINK)
    if not row.get_by_label("Name in Braze").is_visible():
        row.locator("summary").first.click()
    row.get_by_label("Name in Braze").fill(name)


def drink_of(page: Page) -> str:
    return page.locator(f"{DRINK} [data-says=target] strong").inner_text()


def test_what_is_typed_is_kept_without_a_press_and_undone(page):
    with page.expect_response(lambda each: each.request.method == "POST"):
        best_drink(page, "kept_drink")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(page.locator("#publish")).to_be_visible()
    page.reload()
    assert drink_of(page) == "kept_drink"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone").wait_for()
    assert drink_of(page) != "kept_drink"


def test_a_choice_is_sent_as_a_word_of_ones_own(page):
    row = page.locator(DRINK)
    row.locator("summary").first.click()
    row.get_by_text("More", exact=True).click()
    with page.expect_response(lambda each: each.request.method == "POST"):
        row.get_by_label("“Iced tea” is sent as").fill("tea")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    expect(row.get_by_label("“Iced tea” is sent as")).to_have_value("tea")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone").wait_for()
    expect(row.get_by_label("“Iced tea” is sent as")).not_to_have_value("tea")


def test_a_row_says_what_happens_when_somebody_answers_again(page):
    row = page.locator(DRINK)
    way = row.locator("[data-says=way]")
    row.locator("summary").first.click()
    row.get_by_text("More", exact=True).click()
    again = row.get_by_label("When somebody answers again")
    with page.expect_response(lambda each: each.request.method == "POST"):
        again.select_option("append")
    expect(way).to_have_text("· appended to a list")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(page.locator("#example")).to_contain_text("added to the list")
    page.reload()
    expect(way).to_have_text("· appended to a list")
    row.locator("summary").first.click()
    row.get_by_label("Target", exact=True).select_option("attribute.home_city")
    expect(again).to_have_value("always")
    expect(again.locator("option:enabled")).to_have_count(2)
    expect(way).to_be_empty()
    with page.expect_response(lambda each: each.request.method == "POST"):
        row.get_by_label("Target", exact=True).select_option("event.")
    expect(again).to_be_hidden()
    for _ in range(3):
        expect(page.locator("#saved")).to_contain_text("Saved today")
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Undone").wait_for()
        if way.inner_text():
            break
    expect(way).to_have_text("· appended to a list")
    page.get_by_role("button", name="Undo").click()
    expect(way).to_be_empty()


def test_leaving_at_once_loses_nothing(page, demo):
    best_drink(page, "left_drink")
    page.get_by_role("link", name="Deliveries").click()
    page.get_by_role("heading", name="Deliveries").wait_for()
    page.goto(demo.url + SCREEN)
    assert drink_of(page) == "left_drink"


def test_on_a_slow_line_and_none_what_is_typed_waits_and_goes_out(page):
    page.context.set_offline(True)
    best_drink(page, "offline_drink")
    expect(page.locator("#saved")).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    assert drink_of(page) == "offline_drink"


def test_two_tabs_are_shown_yours_and_theirs(page, demo):
    other = page.context.new_page()
    other.goto(demo.url + SCREEN)
    with page.expect_response(lambda each: each.request.method == "POST"):
        best_drink(page, "first_tab")
    best_drink(other, "second_tab")
    theirs = other.locator(".theirs")
    expect(theirs).to_contain_text("first_tab")
    theirs.get_by_role("button", name="Keep mine").click()
    expect(other.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    assert drink_of(page) == "second_tab"


def test_a_key_is_neither_kept_nor_lost_by_a_button_of_the_rows(page):
    sent = []
    page.on("request", lambda each: sent.append(each.post_data or ""))
    page.locator("summary").filter(has=page.get_by_role("heading", name="Account")).click()
    page.get_by_label("API key").fill("a-key-of-mine")
    count = rows(page)
    page.get_by_role("button", name="Add mapping").click()
    expect(page.locator(".map-row")).to_have_count(count + 1)
    best_drink(page, "with_a_key")
    expect(page.locator("#saved")).to_contain_text("Saved today")
    assert page.get_by_label("API key").input_value() == "a-key-of-mine"
    assert sent
    assert not any("a-key-of-mine" in each for each in sent)


def enter_the_draw(hub: Page | FrameLocator, email: str) -> None:
    hub.get_by_role("link", name="Win the cooler").click()
    hub.get_by_label("Email", exact=True).fill(email)
    hub.get_by_label("Iced tea").check()
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        hub.get_by_label(part, exact=True).fill(value)
    # Quicker than that nobody fills in a form, so it would be kept out.
    time.sleep(0.5)
    hub.get_by_role("button", name="Enter the draw").click()


def test_what_is_played_in_the_phone_is_seen_to_arrive(page):
    page.locator("#watch summary").click()
    phone, arrived = page.frame_locator("#watch iframe"), page.locator("#watched")
    phone.get_by_role("link", name="Your summer spot").click()
    phone.get_by_label("In my own backyard").check()
    page.wait_for_timeout(500)
    phone.get_by_role("button", name="Vote").click()
    expect(arrived).to_contain_text("Not sent yet")
    page.locator("#watch iframe").evaluate("each => { each.src = each.src; }")
    enter_the_draw(phone, "watched@example.com")
    expect(arrived).to_contain_text("Accepted by Braze")
    expect(arrived).to_contain_text("watched@example.com")


@pytest.mark.parametrize("width", [1280, 390])
def test_somebody_new_connects_and_sees_the_request_in_under_three_minutes(page, demo, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{demo.url}/hubs/new")
    page.get_by_label("Grow the email list").check()
    page.get_by_label("Hub name").fill(f"Corner {width}")
    page.get_by_role("button", name="Create hub").click()
    page.get_by_role("heading", name="Hub", exact=True).wait_for()
    page.goto(page.url.replace("/edit", "/settings"))
    who, begun = Marketer(page), time.monotonic()
    who.press(page.get_by_role("link", name="Integrations"))
    who.press(page.get_by_role("link", name="Connect", exact=True))
    who.write(demo.braze, page.get_by_label("REST endpoint"))
    who.write("sandbox-key", page.get_by_label("API key"))
    who.press(page.get_by_role("radio", name="Email", exact=True))
    who.press(page.get_by_role("radio", name="Only who gave a consent"))
    who.press(page.get_by_role("button", name="Save").last)
    page.get_by_text("goes out once the hub is published.").wait_for()
    who.press(page.get_by_text("The request itself"))
    expect(page.locator("#example pre")).to_contain_text('"email": "ana@example.com"')
    who.press(page.locator("#test summary"))
    who.press(page.get_by_role("button", name="Send test"))
    page.get_by_text("accepted the test").wait_for()
    took = who.seconds + time.monotonic() - begun
    print(f"{width} px: {who.clicks} clicks, {who.characters} characters, {took:.0f} s")
    assert took < 180


def test_the_example_is_for_whom_it_is_chosen_and_stays_so(page, demo):
    visitor = page.context.new_page()
    visitor.goto(f"{demo.url}/h/summer-kick-off/")
    enter_the_draw(visitor, "real@example.com")
    visitor.get_by_role("heading", name="You are in").wait_for()
    example, received = page.locator("#example"), page.locator("#received")
    example.get_by_role("radio", name="Invented").focus()
    page.keyboard.press("ArrowRight")
    expect(received).to_contain_text("real@example.com")
    expect(received).to_contain_text("Left today")
    # Neither here nor in a box does Enter save the mapping.
    page.keyboard.press("Enter")
    best_drink(page, "drink_of_the_last")
    expect(received).to_contain_text("drink_of_the_last")
    expect(received).to_contain_text("real@example.com")
    assert_accessible(page)
    example.get_by_role("radio", name="Last real person").focus()
    page.keyboard.press("ArrowRight")
    expect(received).to_contain_text("With the answers that you choose")
    drink = example.get_by_label("What goes into the cooler first?")
    begun = time.monotonic()
    drink.select_option("Iced tea")
    expect(received).to_contain_text("Iced tea")
    print(f"{time.monotonic() - begun:.2f} s")
    example.get_by_label("Email", exact=True).fill("chosen@example.com")
    expect(received).to_contain_text("chosen@example.com")
    page.keyboard.press("Enter")
    before = rows(page)
    page.get_by_role("button", name="Add mapping").click()
    expect(page.locator(".map-row")).to_have_count(before + 1)
    expect(received).to_contain_text("chosen@example.com")
    assert_accessible(page)
    assert "chosen" not in page.url
    page.reload()
    expect(received).to_contain_text("An invented visitor")
