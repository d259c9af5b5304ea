"""Who somebody is, in a real browser with Braze at the end: links in messages, two people on one
device, mailed codes, a kiosk."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import assert_accessible
from tests.support.liquid import rendered
from tests.support.logged_in import log_in
from tests.support.publishing import publish
from tests.support.running import Demo

pytestmark = pytest.mark.journey
HUB = "/h/summer-kick-off/"
ANA, BEN = "ana@example.com", "ben@example.com"


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


@pytest.fixture(scope="module")
def message(demo: Demo, browser: Browser) -> str:
    """A member makes the form of the draw ask for the id and confirm the address, identifies users
    by their external id, and copies the link for messages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    log_in(page, demo)
    page.goto(f"{demo.url}/hubs/1/edit/cards/draw/form")
    page.get_by_label("Confirm the email address").check()
    page.get_by_role("button", name="Hidden, from the link").click()
    expect(page.get_by_label("URL parameter")).to_have_value("external_id")
    publish(page)
    page.get_by_text("is live").first.wait_for()
    page.goto(f"{demo.url}/hubs/1/settings/integrations/braze")
    page.get_by_text("Identify users by").first.click()
    page.get_by_role("radio", name="External ID", exact=True).check()
    page.locator("#identity_source").select_option("field.external_id")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#rule_meant, :text('The key works and')").first).to_be_visible()
    if page.locator("#rule_meant").count():
        page.locator("#rule_meant").check()
        page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("The key works and")).to_be_visible()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#message-link")).to_be_visible()
    assert_accessible(page)
    text = page.locator("#message-link").input_value()
    context.close()
    return text


def mailed(demo: Demo, message: str, user_id: str, email: str) -> str:
    found = urlsplit(rendered(message, user_id, email, str(int(time.time()))))
    return f"{demo.url}{found.path}?{found.query}"


def spin(page: Page, demo: Demo, email: str) -> None:
    """The wheel, whose form does not ask for the id."""
    page.get_by_role("link", name=re.compile("Spin for a summer treat")).click()
    page.wait_for_timeout(500)
    page.locator("#f-email").fill(email)
    page.locator("form.entry button[type=submit]").click()
    expect(page.locator(".stage[data-at=play]")).to_be_visible()


def test_the_id_of_a_link_goes_along_to_cards_that_do_not_ask_for_it(demo, message, visit):
    phone = visit()
    phone.goto(mailed(demo, message, "ana+1", ANA))
    assert phone.url == f"{demo.url}{HUB}"
    spin(phone, demo, ANA)
    assert "ana+1" not in phone.url + phone.content()
    found = demo.arrives("ana+1")
    assert found["email"] == ANA


def test_two_people_on_one_device(demo, message, visit):
    tablet = visit()
    tablet.goto(mailed(demo, message, "carla", "carla@example.com"))
    spin(tablet, demo, "carla@example.com")
    demo.arrives("carla")
    tablet.goto(f"{demo.url}{HUB}summer-spot/")
    tablet.wait_for_timeout(500)
    tablet.get_by_role("button", name="Not you?").click()
    tablet.wait_for_timeout(500)
    tablet.get_by_label("At the beach").check()
    tablet.get_by_role("button", name="Vote").click()
    expect(tablet.locator(".stage[data-at=result]")).to_be_visible()
    time.sleep(3)
    assert "summer_spot" not in demo.state("carla").get("custom_attributes", {})


def newest_code(demo: Demo, email: str) -> str:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        for file in sorted(demo.folder.glob("**/mail/*.eml"), reverse=True):
            text = file.read_text()
            if f"To: {email}" in text:
                return re.search(r"Subject: (\d{6})", text)[1]
        time.sleep(0.2)
    raise AssertionError(f"no code came to {email}")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_mistyped_address_is_put_right_and_confirmed(demo, message, visit, script):
    typed, right = f"d{script}@exmaple.com".lower(), f"d{script}@example.com".lower()
    page = visit(java_script_enabled=script)
    page.goto(mailed(demo, message, f"dora{script}", right).replace("&hub_sig", "&x"))
    page.goto(f"{demo.url}{HUB}enter-the-draw/")
    page.wait_for_timeout(500)
    page.locator("#f-email").fill(typed)
    for at, part in enumerate(("1", "2", "1990")):
        page.locator("[name=f-date_of_birth]").nth(at).fill(part)
    page.get_by_role("button", name="Enter the draw").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    if script:
        assert_accessible(page)
        assert page.evaluate("document.activeElement.textContent") == "Check your mail"
    page.get_by_text("Wrong address? Change it").click()
    page.get_by_label("Email").fill(right)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("A new code is on its way.").first).to_be_visible()
    page.get_by_label("Code").fill("1")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("That is not the code")
    if script:
        assert page.evaluate("document.activeElement.id") == "code-wrong"
        page.reload()
        expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(newest_code(demo, right))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".stage[data-at=result]")).to_be_visible()
    assert demo.arrives(f"dora{script}")["email"] == right


def test_a_kiosk_goes_back_to_the_start_unless_somebody_stops_it(demo, message, visit):
    tablet = visit(viewport={"width": 1280, "height": 800})
    tablet.clock.install()
    tablet.goto(f"{demo.url}{HUB}kiosk")
    assert tablet.url == f"{demo.url}{HUB}"
    tablet.goto(f"{demo.url}{HUB}summer-spot/")
    assert_accessible(tablet)
    tablet.clock.run_for(20_000)
    expect(tablet.get_by_role("timer")).to_contain_text(re.compile(r"\b[12]\d s"))
    tablet.get_by_role("button", name="Stay here").click()
    tablet.clock.run_for(60_000)
    expect(tablet.get_by_role("timer")).to_have_text("Stays here until you go back.")
    tablet.reload()
    tablet.clock.run_for(31_000)
    expect(tablet.locator("#said")).to_contain_text("Back to the start")
    tablet.clock.run_for(15_000)
    tablet.wait_for_url(f"{demo.url}{HUB}")
