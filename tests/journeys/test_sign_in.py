"""A forgotten password, by clicks, with the mail read from its file; and out again, everywhere."""

from __future__ import annotations

import email
import email.policy
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.account_menu import to_account
from tests.support.axe import assert_accessible
from tests.support.running import PASSWORD, Demo

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NEW = "another horse battery"
SHOTS = os.environ.get("SIGN_IN_SHOTS", "")


@pytest.fixture
def visit(browser: Browser) -> Iterator:
    """Opens a page in a browser of its own; at the end the consoles must be clean."""
    complaints: list[str] = []
    contexts = []

    def open_page(size: dict) -> Page:
        contexts.append(browser.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def look(page: Page, name: str) -> None:
    """Everybody can use it, and nothing is wider than the screen: a phone's and a desk's."""
    own = page.viewport_size or DESKTOP
    for size in (PHONE if own == DESKTOP else DESKTOP, own):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png", full_page=True)
    assert_accessible(page)


def log_in(page: Page, demo: Demo, password: str, remember: bool = False) -> None:
    page.goto(f"{demo.url}/hubs/")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(password)
    if remember:
        page.get_by_label("Keep me logged in").check()
    page.get_by_role("button", name="Log in").click()


def is_in(page: Page) -> None:
    page.get_by_role("heading", name="Hubs").wait_for()


def newest_mail(demo: Demo, subject: str) -> email.message.EmailMessage:
    """Mails go out beside the page."""
    folder, deadline = Path(demo.folder) / "mail", time.monotonic() + 10
    while time.monotonic() < deadline:
        for file in sorted(folder.glob("*.eml"), reverse=True):
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if mail["Subject"] == subject:
                return mail
        time.sleep(0.1)
    raise AssertionError(f"no mail “{subject}”")


def choose(page: Page, password: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password again").fill(password)


def test_from_a_forgotten_password_to_every_browser_logged_out(tmp_path, begin_demo, visit):
    demo = begin_demo(tmp_path)
    try:
        page, other = visit(PHONE), visit(DESKTOP)
        log_in(other, demo, PASSWORD, remember=True)
        is_in(other)
        _reset(page, demo)
        other.reload()
        other.get_by_role("heading", name="Log in").wait_for()
        _change(page, other, demo)
    finally:
        demo.stop()


def test_from_an_invitation_to_a_member_and_out_again(tmp_path, begin_demo, visit):
    demo = begin_demo(tmp_path)
    try:
        page, bob = visit(PHONE), visit(DESKTOP)
        log_in(page, demo, PASSWORD)
        is_in(page)
        to_account(page)
        page.get_by_role("main").get_by_role("link", name="Members").click()
        page.get_by_label("Email").fill("bob@example.com")
        page.get_by_label("Role", exact=True).select_option("editor")
        page.get_by_role("button", name="Send the invitation").click()
        page.get_by_text("An invitation is on its way").wait_for()
        look(page, "members-invited")
        _join(bob, demo)
        _remove(page, bob)
    finally:
        demo.stop()


def _join(bob: Page, demo: Demo) -> None:
    mail = newest_mail(demo, "demo@example.com invites you to Demo workspace")
    bob.goto(re.search(rf"{demo.url}/invitations/\S+", mail.get_content())[0])
    look(bob, "invitation")
    choose(bob, NEW)
    bob.get_by_role("button", name="Join").click()
    bob.get_by_text("Your account is made").wait_for()
    bob.get_by_label("Email").fill("bob@example.com")
    bob.get_by_label("Password").fill(NEW)
    bob.get_by_role("button", name="Log in").click()
    is_in(bob)


def _remove(page: Page, bob: Page) -> None:
    page.reload()
    person = page.locator("details", has_text="bob@example.com")
    person.locator("summary").click()
    person.get_by_label("Role of bob@example.com").select_option("analyst")
    look(page, "members-person")
    person.get_by_role("button", name="Change the role").click()
    page.get_by_text("The role is changed").wait_for()
    bob.reload()
    assert bob.get_by_role("link", name="New hub").count() == 0
    page.locator("details", has_text="bob@example.com").locator("summary").click()
    page.get_by_role("button", name="Remove bob@example.com").click()
    page.get_by_text("bob@example.com is no longer a member").wait_for()


def _reset(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/login")
    look(page, "login")
    page.get_by_role("link", name="Forgot your password?").click()
    look(page, "forgot")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("a link is on its way").wait_for()
    look(page, "sent")
    mail = newest_mail(demo, "Choose a new password for hubapp")
    link = re.search(rf"{demo.url}/reset/\S+", mail.get_content())[0]
    page.goto(link)
    choose(page, "short")
    page.get_by_role("button", name="Save the password").click()
    page.get_by_text("at least 10 characters.", exact=False).last.wait_for()
    look(page, "reset-refused")
    choose(page, NEW)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_text("Your new password is saved").wait_for()
    page.goto(link)
    page.get_by_text("That link was used").wait_for()
    look(page, "used")
    log_in(page, demo, PASSWORD)
    page.get_by_role("alert").wait_for()
    look(page, "wrong-password")
    log_in(page, demo, NEW)
    is_in(page)


def _change(page: Page, other: Page, demo: Demo) -> None:
    log_in(other, demo, NEW)
    is_in(other)
    to_account(page)
    look(page, "account")
    page.get_by_label("Current password").fill("wrong")
    choose(page, PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    page.get_by_text("This is not your password").wait_for()
    look(page, "account-refused")
    page.get_by_label("Current password").fill(NEW)
    choose(page, PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    page.get_by_text("Your new password is saved").wait_for()
    look(page, "account-changed")
    other.reload()
    other.get_by_role("heading", name="Log in").wait_for()
    newest_mail(demo, "Your password for hubapp was changed")
    page.get_by_role("button", name="Log out everywhere").click()
    page.get_by_text("You are logged out everywhere").wait_for()
    look(page, "out")
