"""A visitor who plays with the keys alone, and looks at what is focused and said after each."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_TABS = 60
_FOCUSED = "(at) => document.activeElement !== document.body && document.activeElement.matches(at)"
_WORDS = "(place) => place.textContent.trim().replace(/\\s+/g, ' ')"


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone."""
    for _ in range(MOST_TABS):
        if page.evaluate(_FOCUSED, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: the Tab key does not reach {selector}")


def press(page: Page, selector: str) -> None:
    """A button, and wait for the next screen."""
    tab_to(page, selector)
    page.evaluate("document.getElementById('main').dataset.old = '1'")
    page.keyboard.press("Enter")
    page.locator("#main:not([data-old])").wait_for()


def assert_landed(page: Page, place: str) -> None:
    """What just happened is focused, in sight unless it is for the ear alone, and said."""
    here = page.locator(place).first
    expect(here).to_be_focused()
    if not here.evaluate("(place) => place.matches('.unseen')"):
        expect(here).to_be_in_viewport()
    words = here.evaluate(_WORDS)
    assert words, f"{page.url}: {place} says nothing"
    expect(page.locator("#said")).to_have_text(words)


def put_in(page: Page, raw: list[str]) -> str:
    """An answer, as far as it has to be put in before it is sent. Returns the button that sends."""
    if page.locator(".swipes:visible").count():
        return _swipe(page, raw)
    if page.locator(".ranks:visible").count():
        return _rank(page, raw)
    for value in raw:
        here = f'[name=answer][value="{value}"]'
        button = page.locator(f"button{here}:visible")
        if button.count():
            return f"button{here}"
        if page.locator(f"[type=radio]{here}").count():
            _choose(page, value)
        elif page.locator(f"[type=checkbox]{here}").count():
            tab_to(page, here)
            page.keyboard.press("Space")
            expect(page.locator(here)).to_be_checked()
        else:
            tab_to(page, ":is(input, textarea)[name=answer]")
            page.keyboard.type(value)
    return ".act [type=submit]"


def _choose(page: Page, value: str) -> None:
    tab_to(page, "[type=radio][name=answer]")
    page.keyboard.press("Space")
    for _ in range(page.locator("[type=radio][name=answer]").count()):
        if page.locator("[name=answer]:checked").get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: the arrow keys do not reach {value}")


def _rank(page: Page, raw: list[str]) -> str:
    for place, choice in sorted(each.split(".", 1) for each in raw):
        row = f'.rank:has([value="{place}.{choice}"])'
        tab_to(page, f"{row} button")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text(place)
        expect(page.locator(f"{row} .letter")).to_have_text(place)
    return ".act [type=submit]"


def _swipe(page: Page, raw: list[str]) -> str:
    for value in [each.get_attribute("value") for each in page.locator(".swipe input").all()]:
        page.locator(f'.swipe:visible [value="{value}"]').wait_for(state="attached")
        page.keyboard.press("ArrowRight" if value in raw else "ArrowLeft")
        page.locator(f'.swipe[hidden] [value="{value}"]').wait_for(state="attached")
    return ".act [type=submit]"
