"""The main job in a real browser against the real demo, by clicks alone."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import assert_accessible
from tests.support.logged_in import log_in
from tests.support.publishing import publish
from tests.support.running import Demo

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture
def visit(browser: Browser) -> Iterator:
    """Open a page; at the end the console must be clean."""
    complaints: list[str] = []
    contexts = []

    def open_page(size: dict = PHONE, **options: object) -> Page:
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return page

    yield open_page
    for context in contexts:
        context.close()
    # Chromium logs every 4xx; a form that comes back with 422 is how it should be.
    assert [each for each in complaints if "422" not in each and "404" not in each] == []


def pause(page: Page) -> None:
    # A person takes longer than the guard against scripts allows.
    page.wait_for_timeout(500)


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "no-javascript"])
def test_a_visitor_plays_the_quiz_and_shows_up_in_braze(demo, visit, script):
    page = visit(PHONE, java_script_enabled=script)
    email = f"ana-{script}@example.com".lower()
    page.goto(f"{demo.url}/h/summer-kick-off/")
    page.get_by_role("link", name="How summer are you?").click()
    pause(page)
    page.get_by_label("Anticlockwise").check()
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_text("Right.", exact=True).wait_for()
    check(page, script)
    go_on(page, script)
    page.get_by_label("A cool room, whole").check()
    page.get_by_role("button", name="Check my answer").click()
    go_on(page, script)
    page.get_by_label("Every two hours").check()
    page.get_by_role("button", name="Finish the quiz").click()
    go_on(page, script)
    page.get_by_role("button", name="See my result").click()
    page.locator("#summary").wait_for()
    check(page, script)
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_role("checkbox").check()
    begun = time.monotonic()
    page.get_by_role("button", name="See my result").click()
    page.get_by_role("heading", name="Summer legend").wait_for()
    profile = demo.arrives(f"alias:email/{email}", 3)
    assert time.monotonic() - begun < 3
    assert (profile["first_name"], profile["email_subscribe"]) == ("Ana", "opted_in")
    assert profile["custom_attributes"] == {
        "summer_quiz_result": "Summer legend",
        "summer_quiz_score": 3,
    }
    assert "country" not in profile
    check(page, script)


def check(page: Page, script: bool) -> None:
    """axe needs JavaScript; the screens are the same without it."""
    if script:
        assert_accessible(page)


def go_on(page: Page, script: bool) -> None:
    """With JavaScript what was right stands alone first; without it the next step is below."""
    if script:
        page.get_by_role("button", name="Next").click()


def test_an_entry_form_works_without_javascript(demo, visit):
    page = visit(PHONE, java_script_enabled=False)
    page.goto(f"{demo.url}/h/summer-kick-off/enter-the-draw/")
    pause(page)
    page.get_by_label("Email", exact=True).fill("draw@example.com")
    page.get_by_label("Iced tea").check()
    for part, value in (("Day", "23"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Enter the draw").click()
    page.get_by_role("heading", name="You are in").wait_for()
    profile = demo.arrives("alias:email/draw@example.com")
    assert profile["custom_attributes"]["favourite_drink"] == "Iced tea"


def test_the_wheel_reveals_at_once_for_whoever_wants_no_motion(demo, visit):
    page = visit(PHONE, reduced_motion="reduce")
    page.goto(f"{demo.url}/h/summer-kick-off/spin-to-win/")
    assert "15% off" not in page.content()
    pause(page)
    page.get_by_label("Email", exact=True).fill("wheel@example.com")
    page.get_by_role("button", name="Go to the wheel").click()
    page.get_by_role("button", name="Reveal my result").wait_for()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Reveal my result").press("Enter")
    page.locator("#result").wait_for()
    assert page.evaluate("document.activeElement.id") == "result"
    assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
def test_every_public_screen_is_accessible(demo, visit, size):
    page = visit(size)
    for place in (
        "",
        "summer-quiz/",
        "spin-to-win/",
        "summer-spot/",
        "enter-the-draw/",
        "how-it-works/",
    ):
        page.goto(f"{demo.url}/h/summer-kick-off/{place}")
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{place} is wider than the screen"
    page.goto(f"{demo.url}/h/summer-kick-off/summer-spot/")
    pause(page)
    page.get_by_role("button", name="Vote").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    page.get_by_label("In my own backyard").check()
    page.get_by_role("button", name="Vote").click()
    page.get_by_role("heading", name="Thanks for voting").wait_for()
    assert_accessible(page)
    page.goto(f"{demo.url}/h/nothing/")
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_of_the_editor_is_accessible(demo, visit, scheme):
    page = visit(DESKTOP, color_scheme=scheme)
    page.goto(f"{demo.url}/login")
    assert_accessible(page)
    log_in(page, demo)
    for place in (
        "/hubs/",
        "/hubs/new",
        "/hubs/1/edit",
        "/hubs/1/edit/add",
        "/hubs/1/edit/cards/quiz",
        "/hubs/1/edit/cards/wheel",
        "/hubs/1/edit/cards/poll",
        "/hubs/1/edit/cards/rules",
        "/hubs/1/edit/cards/draw/form",
        "/hubs/1/settings",
        "/hubs/1/versions",
        "/hubs/1/settings/integrations",
        "/hubs/1/settings/integrations/braze",
        "/hubs/1/settings/integrations/braze/deliveries",
    ):
        page.goto(demo.url + place)
        assert "sandbox-key" not in page.content()
        assert_accessible(page)


RULES = {
    "External ID": ("u-7", "hidden", "u-7"),
    "User alias (email)": ("alias:email/rule@example.com", "email", "rule@example.com"),
    "Phone": ("phone:+61412345679", "phone", "0412 345 679"),
}


@pytest.mark.parametrize("rule", RULES)
def test_from_a_new_hub_to_the_profile_by_clicks_alone(demo, visit, rule):
    selector, kind, typed = RULES[rule]
    page = visit(DESKTOP)
    log_in(page, demo)
    build_hub(page, rule, kind)
    page.get_by_role("link", name="Hub settings").click()
    page.get_by_role("link", name="Integrations").click()
    page.get_by_role("link", name="Connect").click()
    connect_braze(page, demo, rule)
    page.locator("#test summary").click()
    page.get_by_role("button", name="Send test").click()
    page.get_by_text("accepted the test").wait_for()
    play(visit(PHONE), page, demo, kind, typed)
    found = demo.arrives(selector)
    deadline = time.monotonic() + 5
    while found.get("first_name") != "Ana" and time.monotonic() < deadline:
        time.sleep(0.1)
        found = demo.state(selector)
    assert found["first_name"] == "Ana"
    page.get_by_role("link", name="Deliveries").first.click()
    page.get_by_text("Accepted by Braze").first.wait_for()


def build_hub(page: Page, name: str, kind: str) -> None:
    page.get_by_role("link", name="New hub").click()
    page.get_by_label("Hub name").fill(f"Hub {name}")
    page.get_by_role("button", name="Create hub").click()
    page.get_by_role("link", name="Add card").click()
    page.get_by_role("button", name="Quiz").click()
    page.get_by_role("link", name="Form", exact=True).click()
    page.get_by_label("At the start").check()
    for each in dict.fromkeys(("first_name", kind)):
        page.locator(f"button[value='add:{each}']").click()
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("The form is saved").wait_for()
    publish(page)
    page.get_by_text("Version 1 is live").wait_for()


def connect_braze(page: Page, demo: Demo, rule: str) -> None:
    page.get_by_role("radio", name=rule, exact=True).check()
    labels = {"External ID": "External ID", "Phone": "Mobile number"}
    wanted = labels.get(rule, "Email")
    page.get_by_label("Field that holds it").select_option(label=wanted)
    page.get_by_label("REST endpoint").fill(demo.braze)
    page.get_by_label("API key").fill("wrong-key")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("Braze refused the key").first.wait_for()
    page.get_by_label("API key").fill("sandbox-key")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("The key works and").wait_for()


def play(visitor: Page, page: Page, demo: Demo, kind: str, typed: str) -> None:
    live = page.get_by_role("link", name="Open the live hub").get_attribute("href")
    query = f"?external_id={typed}" if kind == "hidden" else ""
    visitor.goto(f"{demo.url}{live}{query}")
    visitor.get_by_role("link", name="How well do you know us?").click()
    assert "Tomato" not in visitor.content()
    pause(visitor)
    visitor.get_by_label("First name").fill("Ana")
    if kind == "email":
        visitor.get_by_label("Email", exact=False).fill(typed)
    elif kind == "phone":
        visitor.get_by_label("Mobile number").fill(typed)
    visitor.get_by_role("button", name="Continue").click()
    visitor.get_by_label("Tomato").wait_for()
