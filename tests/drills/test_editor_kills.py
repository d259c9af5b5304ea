"""Kill the browser at random moments while somebody types: what said "Saved" is there after it."""

from __future__ import annotations

import os
import secrets
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from tests.support.running import PASSWORD, Demo
from tests.support.servers import QUIET, path_of_chromium

pytestmark = pytest.mark.journey
KILLS = int(os.environ.get("DRILL_BROWSER_KILLS", "3"))
"""``make drills`` kills 200 times."""
SECONDS = [each / 10 for each in range(3, 36)]
ADDRESS = "/hubs/1/edit/cards/poll"
SAID = (
    "[document.getElementById('saved').textContent, document.getElementById('card_summary').value]"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, begin_demo):
    running = begin_demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()


def test_what_said_saved_outlives_the_browser(demo: Demo, browser: Browser, tmp_path: Path):
    state, kept = tmp_path / "state.json", ("",)
    log_in(demo, browser, state)
    for number in range(KILLS):
        mark = f"--drill={secrets.token_hex(16)}"
        mortal = launched(browser.browser_type, mark)
        page = mortal.new_context(storage_state=state).new_page()
        page.goto(demo.url + ADDRESS)
        stands = page.locator("#card_summary").input_value()
        assert stands.startswith(kept), f"one of {kept} was saved, and {stands!r} is there"
        begin, end = f"{number}:", time.monotonic() + secrets.choice(SECONDS)
        saved = type_until(page, begin, end)
        # What said nothing may have arrived all the same.
        kept = (saved,) if saved else (stands, begin)
        # Whoever is there: the browser's own process goes first, and its others with it.
        os.kill(process_of(mark), signal.SIGKILL)
        mortal.close()
    print(f"{KILLS} kills, nothing that said saved was lost")


def launched(chromium: BrowserType, mark: str) -> Browser:
    return chromium.launch(executable_path=path_of_chromium(), args=[*QUIET, mark])


def log_in(demo: Demo, browser: Browser, state: Path) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{demo.url}/hubs/")
    page.get_by_label("Email").fill("demo@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Hubs").wait_for()
    page.context.storage_state(path=state)
    page.context.close()


def type_until(page: Page, begin: str, end: float) -> str:
    """Types a letter at a time. Returns what was in the box when it was said to be saved last."""
    box, saved = page.locator("#card_summary"), ""
    box.fill(begin)
    while time.monotonic() < end:
        box.press("End")
        box.type(chr(97 + int(time.monotonic() * 10) % 26))
        pause = time.monotonic() + secrets.choice((0.05, 0.3, 1.6))
        while time.monotonic() < min(pause, end):
            said, value = page.evaluate(SAID)
            if said.strip().startswith("Saved"):
                saved = value
            page.wait_for_timeout(30)
    return saved


def process_of(mark: str) -> int:
    """The browser that was started with this argument."""
    for each in Path("/proc").glob("[0-9]*"):
        try:
            words = (each / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark.encode() in words and not any(word.startswith(b"--type=") for word in words):
            return int(each.name)
    raise AssertionError("the browser is gone")
