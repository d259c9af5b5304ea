"""The Braze admin asks why: a rejected delivery explains itself and goes out after Replay."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.running import Demo

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/enter-the-draw/"
DELIVERIES = "/hubs/1/settings/integrations/braze/deliveries"
REFUSED = {"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def fill_in(page: Page, demo: Demo, email: str) -> None:
    page.goto(demo.url + CARD)
    page.wait_for_timeout(500)
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Email", exact=True).fill(email)
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)


def send(page: Page) -> None:
    page.get_by_role("button", name="Enter the draw").click()


def test_from_rejected_to_delivered_by_clicks(demo, page):
    email = f"why{page.viewport_size['width']}@example.com"
    demo.tell("faults", {"status": 201, "body": {"message": "success", "errors": [REFUSED]}})
    fill_in(page, demo, email)
    send(page)
    page.get_by_role("heading", name="You are in").wait_for()
    log_in(page, demo)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        page.goto(f"{demo.url}{DELIVERIES}?state=rejected")
        if page.get_by_text(email).count():
            break
    page.get_by_label("Reason").select_option("Not a valid email address")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("link", name=re.compile("Explain")).first.click()
    page.get_by_role("heading", name="What the visitor said").wait_for()
    page.get_by_text("The request (without the key)").click()
    assert_accessible(page)
    assert "sandbox-key" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Replay with today").click()
    page.get_by_text("It goes out again now.").wait_for()
    demo.arrives(f"alias:email/{email}")


def test_a_person_is_found_without_their_address_in_the_url(demo, page):
    email = f"find{page.viewport_size['width']}@example.com"
    fill_in(page, demo, email)
    send(page)
    page.get_by_role("heading", name="You are in").wait_for()
    log_in(page, demo)
    page.goto(demo.url + DELIVERIES)
    page.get_by_label("Person").fill(email.upper())
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Only one person").wait_for()
    assert email not in page.url.lower()
    assert page.get_by_role("cell", name=email).count() == 1


@pytest.mark.parametrize(
    ("status", "words"), [(429, "wait a minute"), (503, "again in a minute"), (0, "connection")]
)
def test_a_refused_form_keeps_what_was_typed(demo, page, status, words):
    # Each address has one entry.
    email = f"kept{status}-{page.viewport_size['width']}@example.com"
    fill_in(page, demo, email)

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif status:
            route.fulfill(status=status, body="<p>no</p>", content_type="text/html")
        else:
            route.abort()

    page.route("**/enter-the-draw/**", refuse)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(words)
    assert page.get_by_label("Email", exact=True).input_value() == email
    page.unroute("**/enter-the-draw/**")
    send(page)
    page.get_by_role("heading", name="You are in").wait_for()
