"""What somebody else wrote meanwhile is offered at its box, and every state of the editor is for
everybody: axe finds nothing, nothing is wider than the window, what is pressed is a key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_nothing_typed_is_lost import page  # noqa: F401 - the same fixture
from tests.support.axe import assert_accessible

pytestmark = pytest.mark.journey
POLL = "/hubs/1/edit/cards/poll"
RULE = "[name='card_entry.rule']"
LINE = "One line under the title"


def written_in_another_tab(page: Page, address: str, write) -> None:  # noqa: F811
    other = page.context.new_page()
    other.goto(address)
    write(other)
    expect(other.locator("#saved")).to_contain_text("Saved today")
    other.close()


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_theirs_is_offered_at_a_list_to_choose_from(demo, page, choice):  # noqa: F811
    page.goto(demo.url + POLL)
    rule = page.locator(RULE)
    came = rule.input_value()
    mine, theirs = [each for each in ("none", "day", "hours") if each != came][:2]
    written_in_another_tab(page, page.url, lambda tab: tab.locator(RULE).select_option(theirs))
    rule.select_option(mine)
    page.get_by_role("button", name=choice).press("Enter")
    expect(rule).to_be_focused()
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(rule).to_have_value(mine if choice == "Keep mine" else theirs)


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_theirs_is_offered_at_formatted_text(demo, page, choice):  # noqa: F811
    page.goto(f"{demo.url}/hubs/1/edit/cards/rules")
    text = page.locator("trix-editor")
    text.wait_for()
    theirs, mine = f"Theirs & {choice}", f"Mine & {choice}"
    written_in_another_tab(page, page.url, lambda tab: tab.locator("trix-editor").fill(theirs))
    text.fill(mine)
    page.get_by_text(f"Somebody else wrote here meanwhile: “{theirs}”").wait_for()
    page.get_by_role("button", name=choice).press("Enter")
    expect(text).to_be_focused()
    expect(page.locator("#saved")).to_contain_text("Saved today")
    expect(text).to_have_text(mine if choice == "Keep mine" else theirs)
    page.reload()
    expect(text).to_have_text(mine if choice == "Keep mine" else theirs)


def unfold(page: Page) -> None:  # noqa: F811
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")


def in_conflict(page: Page) -> None:  # noqa: F811
    theirs = f"Theirs at {page.viewport_size['width']}"
    written_in_another_tab(page, page.url, lambda tab: tab.get_by_label(LINE).fill(theirs))
    page.get_by_label(LINE).fill("Mine")
    page.get_by_role("button", name="Take theirs").wait_for()


def too_long(page: Page) -> None:  # noqa: F811
    page.get_by_label(LINE).fill("a" * 400)
    page.locator("#card_summary-problem").wait_for()


def offline(page: Page) -> None:  # noqa: F811
    page.context.set_offline(True)
    page.get_by_label(LINE).fill("Typed in a tunnel")
    page.get_by_text("Not saved: no connection.").wait_for()


def previewed(page: Page) -> None:  # noqa: F811
    if page.viewport_size["width"] < 1260:
        page.get_by_role("link", name="Preview").press("Enter")
        expect(page.locator("#unlook")).to_be_focused()
    page.get_by_label("What is seen").select_option("Closed")


def picking(page: Page) -> None:  # noqa: F811
    page.locator("#add-card").press("Enter")
    page.get_by_role("dialog").wait_for()


def with_problems(page: Page) -> None:  # noqa: F811
    """A new card holds codes that must be somebody's own, and texts that may stay."""
    page.get_by_role("button", name="Scratch").first.click()
    page.get_by_role("heading", name="Around the card").wait_for()
    page.locator("#publish").press("Enter")
    page.get_by_text("Nothing has changed for your visitors.").wait_for()
    unfold(page)


def at_the_problem(page: Page) -> None:  # noqa: F811
    page.locator(".mend a").first.press("Enter")
    page.get_by_role("heading", name="Around the card").wait_for()


def taken_away(page: Page) -> None:  # noqa: F811
    page.get_by_role("button", name="Remove card").press("Enter")
    page.get_by_text("is removed. Undo brings it back.").wait_for()


def linking(page: Page) -> None:  # noqa: F811
    page.locator("trix-editor").wait_for()
    page.get_by_role("button", name="Link", exact=True).click()


STATES = (
    ("/hubs/1/edit/cards/quiz", unfold),
    (POLL, in_conflict),
    (POLL, too_long),
    (POLL, offline),
    (POLL, previewed),
    (POLL, picking),
    ("/hubs/1/edit/add", with_problems),
    ("", at_the_problem),
    ("", taken_away),
    ("/hubs/1/edit/cards/draw/form", unfold),
    ("/hubs/1/edit/cards/rules", linking),
    ("/hubs/2/edit/cards/scratch/codes", unfold),
    ("/hubs/1/versions", unfold),
    ("/hubs/1/versions/1", unfold),
    ("/hubs/1/settings/visitors", unfold),
    ("/hubs/1/settings/share", unfold),
)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_editor_is_accessible_in_every_state(demo, page, width, scheme):  # noqa: F811
    """What is pressed is pressed with a key. Nothing is wider than the window, and what is not
    saved is said whole."""
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.on("dialog", lambda dialog: dialog.accept())
    for place, reach in STATES:
        if place:
            page.goto(demo.url + place)
        reach(page)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, reach.__name__
        for sentence in page.locator("#saved.is-bad").all():
            assert sentence.evaluate("each => each.scrollHeight <= each.clientHeight")
        page.context.set_offline(False)
