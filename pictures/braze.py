"""What the guide to Braze speaks of: one person plays, and what came of it is looked at."""

from __future__ import annotations

import time

from playwright.sync_api import FrameLocator, Page

from pictures.studio import GUIDES, Studio, keep, seen

SCREEN = "/hubs/1/settings/integrations/braze"
_ANSWERS = ("Anticlockwise", "A cool room, whole", "Every two hours")


def take(studio: Studio) -> None:
    with studio.visitor() as page:
        studio.go(page, "/h/summer-kick-off/summer-quiz/")
        play(page, "Ana", "ana.silva@example.com")
    studio.demo.arrives("alias:email/ana.silva@example.com")
    with studio.member() as page:
        studio.go(page, SCREEN)
        keep(seen(page), GUIDES / "braze-mapping.webp")
        _receives(page)
        _explained(studio, page)
        _account(studio, page)
    with studio.member(height=1700) as page:
        _watched(studio, page)


def play(page: Page | FrameLocator, name: str, email: str) -> None:
    """The demo's quiz, from its first question to the form that says who it was."""
    # A person takes longer than the guard against scripts allows.
    page.get_by_label(_ANSWERS[0]).wait_for()
    time.sleep(0.6)
    for answer in _ANSWERS:
        page.get_by_label(answer).check()
        page.get_by_role("button", name="Check my answer").or_(
            page.get_by_role("button", name="Finish the quiz")
        ).click()
        page.get_by_role("button", name="Next").click()
    page.get_by_label("First name").fill(name)
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="See my result").click()
    page.get_by_role("heading", name="Summer legend").wait_for()


def _receives(page: Page) -> None:
    example = page.locator("#example")
    example.evaluate("each => each.querySelectorAll('details').forEach(one => one.open = true)")
    page.set_viewport_size({"width": 1280, "height": 2400})
    keep(seen(page, example), GUIDES / "braze-receives.webp")
    page.set_viewport_size({"width": 1280, "height": 860})


def _explained(studio: Studio, page: Page) -> None:
    studio.go(page, f"{SCREEN}/deliveries")
    page.get_by_role("link", name="Explain").first.click()
    page.get_by_role("heading", name="What the mapping made of it").wait_for()
    page.set_viewport_size({"width": 1280, "height": 1400})
    keep(seen(page), GUIDES / "braze-explain.webp")
    page.set_viewport_size({"width": 1280, "height": 860})


def _account(studio: Studio, page: Page) -> None:
    studio.go(page, "/accounts/1")
    page.get_by_role("button", name="Check now").click()
    page.get_by_text("users.track").first.wait_for()
    keep(seen(page), GUIDES / "braze-account.webp")
    studio.go(page, "/accounts/1/passport")
    keep(seen(page), GUIDES / "braze-passport.webp")


def _watched(studio: Studio, page: Page) -> None:
    studio.go(page, SCREEN)
    page.locator("#watch summary").click()
    phone = page.frame_locator("#watch iframe")
    phone.get_by_role("link", name="How summer are you?").click()
    play(phone, "Ben", "ben.okoro@example.com")
    page.get_by_text("ben.okoro@example.com").first.wait_for()
    # It leads to a port of this run.
    page.locator(".watching-qr").evaluate("each => each.remove()")
    keep(seen(page, page.locator("#watch")), GUIDES / "braze-watch.webp")
