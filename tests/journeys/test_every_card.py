"""Every card in every state, played by keyboard alone under conditions that are dealt so that each
pair of them comes up: axe finds nothing, nothing is wider than the window, and what just happened
is focused, in sight and said. ``MATRIX=whole`` (``make matrix``) plays every card under all of the
conditions; ``MATRIX_PICTURES=<folder>`` keeps a picture of each screen."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from werkzeug.serving import make_server

from hubapp.cards import CARD_TYPES
from hubapp.services.visiting import stamps
from tests.support.axe import assert_accessible
from tests.support.every_card import BEST, SHUT, STATES, UNKNOWN, WORST, make_hub_of, play_of
from tests.support.keyboard import assert_landed, press, put_in, tab_to

pytestmark = pytest.mark.journey
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}


class Way(NamedTuple):
    """In which a person sees the page."""

    look: str
    size: str
    language: str
    motion: str
    colours: str
    scheme: str

    @property
    def options(self) -> dict[str, object]:
        return {
            **SIZES[self.size],
            "reduced_motion": self.motion,
            "forced_colors": self.colours,
            "color_scheme": self.scheme,
        }


EACH = (
    ("kick-off", "sherbet", "gallery", "poster"),
    tuple(SIZES),
    ("en", "ar"),
    ("reduce", "no-preference"),
    ("none", "active"),
    ("light", "dark"),
)


def _pairs(way: tuple[str, ...]) -> set[tuple[tuple[int, str], ...]]:
    return set(combinations(enumerate(way), 2))


def _dealt() -> list[Way]:
    """As few ways as have every pair of conditions in them, by taking the best one each time."""
    left = set().union(*(_pairs(each) for each in product(*EACH)))
    ways = []
    while left:
        ways.append(max(product(*EACH), key=lambda each: len(left & _pairs(each))))
        left -= _pairs(ways[-1])
    return [Way(*each) for each in ways]


WAYS = _dealt()
CARDS = list(product(CARD_TYPES, STATES))
WHOLE = os.environ.get("MATRIX") == "whole"
PICTURES = os.environ.get("MATRIX_PICTURES")
BEGINS = ".question legend, #asked"
"""Where a step begins: what is asked."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Walk:
    """One card from its cover to its end, under one set of conditions."""

    def __init__(self, page: Page, hub: str, way: Way, kind: str, state: str) -> None:
        self.page, self.hub, self.way, self.kind, self.state = page, hub, way, kind, state

    def looks(self, at: str, walk: str = "") -> None:
        """walk: of the two by which this is reached, the one that looks closely; empty: both."""
        if walk and walk != self.state and not WHOLE:
            return
        if PICTURES:
            self.page.wait_for_timeout(300)
            file = " ".join((self.kind, at, *self.way))
            self.page.screenshot(path=Path(PICTURES) / f"{file}.png", full_page=True)
        assert_accessible(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{at}: {wide} px too wide"

    def go(self) -> None:
        slug = f"{self.kind}-{self.state}"
        if self.state == SHUT:
            self.page.goto(f"{self.hub}{slug}/")
            assert self.page.locator("[data-at=shut]").count()
            self.looks("shut")
            return
        self.open_from_the_hub(slug)
        if self.page.locator(".entry").count():
            self.ask()
        self.play()
        if not play_of(self.kind, self.state):
            return
        self.page.goto(f"{self.hub}{slug}/")
        assert self.page.locator("[data-at=turn]").count()
        self.looks("already played", WORST)

    def see_unknown(self) -> None:
        """A card of a kind that this release does not know, and the page that it is on."""
        self.page.goto(self.hub)
        self.looks("hub")
        self.open_from_the_hub(UNKNOWN)
        assert self.page.locator("[data-at=placeholder]").count()
        self.looks("placeholder")

    def open_from_the_hub(self, slug: str) -> None:
        """By its cover."""
        self.page.goto(self.hub)
        tab_to(self.page, f'.tile a[href*="/{slug}/"]')
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.hub}{slug}/**")

    def ask(self) -> None:
        """The form at the start, first sent empty."""
        press(self.page, ".entry > .button")
        assert_landed(self.page, "#summary")
        self.looks("start form", BEST)
        tab_to(self.page, "#f-email")
        self.page.keyboard.type("ana@example.org")
        press(self.page, ".entry > .button")
        assert_landed(self.page, f"#result, {BEGINS}")

    def play(self) -> None:
        for step, raw in enumerate(play_of(self.kind, self.state)):
            if step == 0:
                self.looks("play", BEST)
                self.send_nothing()
            press(self.page, put_in(self.page, raw))
            self.uncover()
            self.see_verdict(step)
        if self.page.locator("#result").count():
            assert_landed(self.page, "#result")
        self.page.locator(".confetti").wait_for(state="detached")
        self.looks(self.state)

    def send_nothing(self) -> None:
        if self.page.locator("button[name=answer], .swipes:visible").count():
            return
        press(self.page, ".act [type=submit]")
        assert_landed(self.page, "[role=alert]")
        self.looks("refused", WORST)

    def uncover(self) -> None:
        """What still lies under a foil, by its button."""
        if self.page.locator("[data-uncover]:visible").count():
            self.looks("covered")
            tab_to(self.page, "[data-uncover]")
            self.page.keyboard.press("Enter")
            self.page.locator(".foil").wait_for(state="detached")

    def see_verdict(self, step: int) -> None:
        """What was right, where a card says so at once; then the next question."""
        if not self.page.locator(".answered").count():
            return
        assert_landed(self.page, "#feedback")
        if step == 0:
            self.looks("right" if self.state == BEST else "wrong")
        tab_to(self.page, ".next")
        self.page.keyboard.press("Enter")
        assert_landed(self.page, BEGINS)


@pytest.fixture
def walk(on_disk, browser: Browser, monkeypatch) -> Iterator[Callable[..., Walk]]:
    # The guard against scripts would have them wait.
    monkeypatch.setattr(stamps, "FASTEST", 0)
    with served(on_disk) as root, ExitStack() as left:

        def begin(slug: str, way: Way, *card: str) -> Walk:
            context = browser.new_context(**way.options)
            left.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            return Walk(page, f"{root}/h/{slug}/", way, *card)

        yield begin


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_every_card_is_played_by_keyboard_alone(way, walk):
    cards = CARDS if WHOLE else CARDS[WAYS.index(way) :: len(WAYS)]
    hub = make_hub_of(cards, way.look, way.language)
    wrong = []
    for card in cards:
        going = walk(hub.slug, way, *card)
        try:
            going.go()
        except (AssertionError, PlaywrightError) as error:
            wrong.append(f"{' '.join(card)}: {error}")
    walk(hub.slug, way, UNKNOWN, "").see_unknown()
    assert not wrong, "\n\n".join(wrong)
