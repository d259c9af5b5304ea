"""From an invitation to a second factor, a forgotten password and out again, by clicks, with the
mails read from their files; whoever asks names an evil Host meanwhile, and no mail repeats it."""

from __future__ import annotations

import http.client
import re
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page

from tests.journeys.test_sign_in import (
    DESKTOP,
    NEW,
    PHONE,
    choose,
    is_in,
    log_in,
    look,
    newest_mail,
    visit,
)
from tests.support.account_menu import log_out, to_account
from tests.support.running import PASSWORD, Demo

__all__ = ["visit"]
pytestmark = pytest.mark.journey
EVIL = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
BOB = "bob@example.com"


class Phone:
    """With an authenticator app."""

    def __init__(self, page: Page) -> None:
        key = page.locator("main code").first.inner_text().replace(" ", "")
        self._totp, self._used = TOTP(key=key, format="base32"), 0

    def code(self) -> str:
        """One that was not typed yet, for each is taken once: of now, or of a fast clock."""
        for ahead in (0, 30):
            made = self._totp.generate(time.time() + ahead)
            if made.counter > self._used:
                self._used = made.counter
                return str(made.token)
        raise AssertionError("a phone makes two codes in half a minute")


def log_in_as(page: Page, demo: Demo, email: str, password: str) -> None:
    page.goto(f"{demo.url}/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def set_up(page: Page, password: str) -> tuple[Phone, list[str]]:
    """The phone, and the recovery codes."""
    page.get_by_role("heading", name="Set up your second factor").wait_for()
    look(page, "factor-set-up")
    phone = Phone(page)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("That code does not fit").wait_for()
    look(page, "factor-refused")
    page.get_by_label("Code", exact=True).fill(phone.code())
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    look(page, "factor-codes")
    codes = page.locator("main li code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    return phone, codes


def type_code(page: Page, code: str) -> None:
    page.get_by_role("heading", name="Type your code").wait_for()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()


def ask_as_evil(demo: Demo, email: str) -> None:
    """For a link, by a request that says it came to another host."""
    place = urlsplit(demo.url)
    evil = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    evil.request("GET", "/reset", headers={"Host": "evil.example"})
    page = evil.getresponse()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())[1]
    kind = "application/x-www-form-urlencoded"
    headers = {"Host": "evil.example", "Cookie": cookie, "Content-Type": kind}
    evil.request("POST", "/reset", urlencode({"csrf_token": token, "email": email}), headers)
    assert evil.getresponse().status == 302
    evil.close()


def test_from_an_invitation_to_a_second_factor_and_out_again(tmp_path, begin_demo, visit):
    demo = begin_demo(tmp_path)
    try:
        owner, bob = visit(DESKTOP), visit(PHONE)
        for page in (owner, bob):
            page.set_extra_http_headers(EVIL)
        _ask_everybody(owner, demo)
        _join(bob, demo)
        phone, codes = set_up(bob, NEW)
        bob.get_by_role("heading", name="Your account").wait_for()
        look(bob, "account-with-factor")
        _out_and_in(bob, demo, phone)
        _forget(bob, demo, codes)
        owner.goto(f"{demo.url}/members/log")
        owner.get_by_text("Second factor turned on").nth(1).wait_for()
        look(owner, "log")
        mails = [file.read_text() for file in (Path(demo.folder) / "mail").glob("*.eml")]
        assert len(mails) >= 5
        assert not any("evil" in mail for mail in mails)
    finally:
        demo.stop()


def _ask_everybody(owner: Page, demo: Demo) -> None:
    log_in(owner, demo, PASSWORD)
    is_in(owner)
    to_account(owner)
    owner.get_by_role("link", name="Set up a second factor").click()
    set_up(owner, PASSWORD)
    owner.goto(f"{demo.url}/members")
    owner.get_by_label("Every member needs a second factor").check()
    asked = owner.get_by_role("region", name="Second factor")
    asked.get_by_role("button", name="Save").click()
    owner.get_by_text("Saved.").wait_for()
    owner.get_by_label("Email").fill(BOB)
    owner.get_by_role("button", name="Send the invitation").click()
    owner.get_by_text("An invitation is on its way").wait_for()


def _join(bob: Page, demo: Demo) -> None:
    mail = newest_mail(demo, "demo@example.com invites you to Demo workspace")
    bob.goto(re.search(rf"{demo.url}/invitations/\S+", mail.get_content())[0])
    choose(bob, NEW)
    bob.get_by_role("button", name="Join").click()
    bob.get_by_text("Your account is made").wait_for()
    log_in_as(bob, demo, BOB, NEW)
    bob.get_by_text("asks its members for a second factor").wait_for()
    bob.goto(f"{demo.url}/hubs/")


def _out_and_in(bob: Page, demo: Demo, phone: Phone) -> None:
    log_out(bob)
    log_in_as(bob, demo, BOB, NEW)
    look(bob, "factor-code")
    type_code(bob, "123")
    bob.get_by_text("That code does not fit").wait_for()
    look(bob, "factor-code-refused")
    type_code(bob, phone.code())
    is_in(bob)
    log_out(bob)


def _forget(bob: Page, demo: Demo, codes: list[str]) -> None:
    ask_as_evil(demo, BOB)
    mail = newest_mail(demo, "Choose a new password for hubapp")
    bob.goto(re.search(rf"{demo.url}/reset/\S+", mail.get_content())[0])
    choose(bob, "a third horse battery")
    bob.get_by_role("button", name="Save the password").click()
    bob.get_by_text("Your new password is saved").wait_for()
    log_in_as(bob, demo, BOB, "a third horse battery")
    type_code(bob, codes[0])
    is_in(bob)
    to_account(bob)
    bob.get_by_text("9 recovery codes are left").wait_for()
    bob.get_by_role("button", name="Log out everywhere").click()
    bob.get_by_text("You are logged out everywhere").wait_for()
