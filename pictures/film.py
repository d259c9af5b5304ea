"""The README's film: from a logo to a hub that is live, in six frames."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page

from pictures.sheets import sheet
from pictures.studio import GUIDES, Studio, keep, seen

_NAME = "Corner Café"
_WIDE, _HIGH = 440, 500
"""What a frame shows: small enough that its words can be read where six stand in one picture."""


def take(studio: Studio) -> None:
    frames: list[tuple[str, bytes]] = []
    with studio.member(width=_WIDE, height=_HIGH, scale=2) as page:
        _start(studio, page, frames)
        _change(page, frames)
        _publish(page, frames)
    with studio.visitor(width=_WIDE, height=_HIGH) as page:
        studio.go(page, "/h/corner-cafe/")
        page.get_by_role("link", name="What shall we write about?").click()
        page.get_by_role("button", name="Vote").wait_for()
        page.wait_for_load_state("networkidle")
        page.locator(".sheet").evaluate("each => each.scrollIntoView({ behavior: 'instant' })")
        frames.append(("People play", seen(page)))
    keep(sheet(studio, frames, columns=3, numbered=True), GUIDES / "film.webp")


def _start(studio: Studio, page: Page, frames: list[tuple[str, bytes]]) -> None:
    studio.go(page, "/hubs/new")
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": _logo()}
    page.get_by_label("Your logo").set_input_files(file)
    page.get_by_text("Dressed in the two strongest colours").wait_for()
    page.get_by_label("Grow the email list").check()
    page.get_by_label("Hub name").fill(_NAME)
    page.evaluate("scrollTo(0, 0)")
    frames.append(("Give it your logo", seen(page)))
    shown = page.locator("#shown")
    shown.content_frame.get_by_role("heading", name=_NAME).wait_for()
    shown.content_frame.locator(".preview-note").evaluate("each => each.remove()")
    _to(page, shown)
    frames.append(("See it in your colours", seen(page)))
    page.get_by_role("button", name="Create hub").click()


def _to(page: Page, part: Locator) -> None:
    """Scroll until this stands right under the bar."""
    part.evaluate("each => scrollTo(0, scrollY + each.getBoundingClientRect().top - 72)")


def _change(page: Page, frames: list[tuple[str, bytes]]) -> None:
    page.get_by_role("link", name="What shall we write about?").first.click()
    _to(page, page.locator(".card", has=page.get_by_label("Question", exact=True)).last)
    frames.append(("Change what you like", seen(page)))


def _publish(page: Page, frames: list[tuple[str, bytes]]) -> None:
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish version 1").wait_for()
    _to(page, page.get_by_role("heading", name="Publish", exact=True))
    frames.append(("Read it over, and publish", seen(page)))
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_role("link", name="Link, QR code").click()
    _to(page, page.get_by_role("heading", name="The hub", exact=True))
    frames.append(("It is live: pass it on", seen(page)))


def _logo() -> bytes:
    """A cup on a saucer, four times as large as it is kept, for smooth edges."""
    image = Image.new("RGB", (960, 640), "#12355b")
    draw = ImageDraw.Draw(image)
    draw.ellipse((560, 200, 760, 400), outline="#f4a259", width=44)
    draw.pieslice((240, -60, 680, 460), 0, 180, fill="#f4a259")
    draw.rectangle((240, 160, 680, 204), fill="#f4a259")
    draw.rounded_rectangle((180, 500, 740, 544), 22, fill="#f4a259")
    body = io.BytesIO()
    image.resize((240, 160), Image.Resampling.LANCZOS).save(body, "PNG")
    return body.getvalue()
