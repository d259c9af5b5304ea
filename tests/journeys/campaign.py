"""A whole campaign as a new user makes it, with each click and page load counted. A click is a
press of the pointer, or of a key that activates something; Tab and what is typed are neither."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

TEXTS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
A_CLICK, A_SECOND = 1.5, 5
"""Seconds; characters."""
_DIALOG = 2
"""Clicks in the system's own dialog: mark the files, take them."""


@dataclass
class Marketer:
    """Somebody at the screen."""

    page: Page
    clicks: int = 0
    loads: int = 0
    characters: int = 0

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    @property
    def seconds(self) -> float:
        return self.clicks * A_CLICK + self.characters / A_SECOND

    def press(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def enter(self, into: Locator) -> None:
        """Enter, which leads there."""
        self.clicks += 1
        self.page.keyboard.press("Enter")
        expect(into).to_be_focused(timeout=20_000)

    def write(self, text: str, into: Locator | None = None) -> None:
        """In place of what stands there; without a click where one is, or the next Tab leads."""
        if into is not None and not _has_focus(into):
            self.page.keyboard.press("Tab")
            if not _has_focus(into):
                self.press(into)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.characters += len(text)

    def choose(self, box: Locator, *files: dict[str, Any]) -> None:
        with self.page.expect_file_chooser() as opened:
            self.press(box)
        opened.value.set_files([*files])
        self.clicks += _DIALOG


def _has_focus(box: Locator) -> bool:
    return bool(box.evaluate("each => each === document.activeElement"))


def photo(name: str, colour: tuple[int, int, int]) -> dict[str, Any]:
    kept = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(kept, "JPEG")
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def make(page: Page) -> Marketer:
    """From the list of hubs to a campaign that is live."""
    who = Marketer(page)
    start(who)
    quiz(who, TEXTS["quiz"])
    form(who, TEXTS["form"])
    poll(who, TEXTS["poll"])
    wheel(who, TEXTS["wheel"])
    content(who, TEXTS["content"])
    who.press(page.get_by_role("link", name="Publish"))
    who.press(page.get_by_role("button", name="Publish version"))
    page.get_by_text("is live.").wait_for()
    return who


def start(who: Marketer) -> None:
    page = who.page
    who.press(page.get_by_role("link", name="New hub").first)
    who.write(TEXTS["name"], page.get_by_label("Hub name"))
    who.press(page.get_by_role("button", name="Create hub"))
    page.get_by_role("heading", name="Hub", exact=True).wait_for()
    who.write(TEXTS["tagline"], page.get_by_label("One line under the name"))
    who.press(page.locator("label.preset", has_text="Sherbet"))
    who.choose(page.get_by_label("Logo", exact=True), photo("logo", (20, 60, 120)))
    expect(page.locator(".editing img.picked")).to_have_count(1, timeout=20_000)
    who.write(TEXTS["terms"], page.get_by_label("Link to your terms"))
    who.write(TEXTS["privacy"], page.get_by_label("Link to your privacy notice"))


def card(who: Marketer, kind: str, title: str, summary: str = "") -> None:
    page = who.page
    who.press(page.get_by_role("link", name="Add card"))
    who.press(page.get_by_role("dialog").get_by_role("button", name=kind, exact=False).first)
    box = page.get_by_label("Title", exact=True).first
    page.locator("#card-form").wait_for()
    who.write(title, box)
    if summary:
        who.write(summary, page.get_by_label("One line under the title"))


def quiz(who: Marketer, texts: dict[str, Any]) -> None:
    page = who.page
    card(who, "Quiz", texts["title"], texts["summary"])
    items = page.locator("[data-rows=questions] > [data-item]")
    for at, each in enumerate(texts["questions"]):
        if at >= items.count():
            who.press(page.get_by_role("button", name="Add question"))
            expect(items).to_have_count(at + 1, timeout=20_000)
        question(who, items.nth(at), each)
    pictures = [photo(f"{at}", (40 * at, 90, 160)) for at in range(len(texts["questions"]))]
    who.choose(items.first.get_by_label("Picture", exact=True), *pictures)
    expect(items.locator("img.picked")).to_have_count(len(pictures), timeout=40_000)
    for at, each in enumerate(texts["questions"]):
        who.write(each["picture"], items.nth(at).get_by_label("What the picture shows"))
    results = page.locator("[data-rows=results] > [data-item]")
    for at, (title, text) in enumerate(texts["results"]):
        who.write(title, results.nth(at).get_by_label("Title", exact=True))
        who.write(text, results.nth(at).get_by_label("Text", exact=True))


def question(who: Marketer, item: Locator, texts: dict[str, Any]) -> None:
    who.write(texts["text"], item.get_by_label("Question", exact=True))
    rows = item.locator(".choice-row input.form-control")
    for at, choice in enumerate(texts["choices"]):
        who.enter(rows.nth(at))
        who.write(choice)
    who.press(item.get_by_label(f"Choice {texts['right']} is right"))
    if why := texts.get("why"):
        who.write(why, item.get_by_label("Explanation after the answer"))


def form(who: Marketer, texts: dict[str, Any]) -> None:
    page = who.page
    who.press(page.get_by_role("link", name="Form", exact=True))
    who.press(page.get_by_label("At the end"))
    who.write(texts["headline"], page.get_by_label("Headline"))
    who.write(texts["button"], page.get_by_label("Button", exact=True))
    fields = page.locator("[data-rows=fields] > [data-item]")
    kinds = ("First name", "Email", "Country", "Date of birth", "Single choice", "Consent")
    for at, kind in enumerate(kinds, 1):
        who.press(page.get_by_role("group", name="Add a field").get_by_role("button", name=kind))
        expect(fields).to_have_count(at, timeout=20_000)
        if kind == "Single choice":
            who.write(texts["question"], fields.last.get_by_label("Label"))
            who.write(texts["choices"], fields.last.locator("textarea").first)
    who.write(texts["wording"], fields.last.get_by_label("Wording"))
    who.press(fields.nth(1).get_by_label("Required"))


def poll(who: Marketer, texts: dict[str, Any]) -> None:
    page = who.page
    card(who, "Poll", texts["title"])
    who.write(texts["question"], page.get_by_label("Question", exact=True))
    rows = page.locator("[data-rows=choices] .item-main input")
    for at, choice in enumerate(texts["choices"]):
        who.enter(rows.nth(at))
        who.write(choice)


def wheel(who: Marketer, texts: dict[str, Any]) -> None:
    page = who.page
    card(who, "Spin the wheel", texts["title"])
    rows = page.locator("[data-rows=slices] > [data-item]")
    for at, (label, *_) in enumerate(texts["slices"]):
        box = rows.nth(at).get_by_label("Label", exact=True)
        if at:
            who.enter(box)
        who.write(label, box)
    for at, (_, wins, title, text) in enumerate(texts["slices"]):
        who.write(title, rows.nth(at).get_by_label("Result title"))
        who.write(text, rows.nth(at).get_by_label("Result text"))
        switch = rows.nth(at).get_by_label("A win")
        if switch.is_checked() != wins:
            who.press(switch)
    who.write(texts["code"], rows.first.get_by_label("Code", exact=True))


def content(who: Marketer, texts: dict[str, Any]) -> None:
    page = who.page
    card(who, "Content", texts["title"])
    who.write(texts["body"], page.locator("trix-editor"))
    expect(page.locator("#saved")).to_contain_text("Saved today", timeout=20_000)
