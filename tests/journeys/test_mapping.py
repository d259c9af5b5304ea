"""The mapping with thirty rows: short, readable, accessible, and its line says what is changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

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
        page.locator("#offers button").first.click()
        page.wait_for_load_state()
    while rows(page) < 30:
        page.get_by_role("button", name="Add mapping").click()
        page.wait_for_load_state()
        last = page.locator(".map-row").last
        last.get_by_label("Source").select_option("fact.hub_name")
        last.get_by_label("Name in Braze").fill(f"extra_{rows(page)}")
    page.get_by_role("button", name="Update the example").click()
    page.wait_for_load_state()


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
    row.locator("summary").click()
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
