"""What the README and the user's guide show: the demo hub, Build, the form, Publish, the looks."""

from __future__ import annotations

from urllib.parse import urlencode

from hubapp.core.theming import PRESETS
from pictures.sheets import sheet
from pictures.studio import GUIDES, Studio, keep, seen


def take(studio: Studio) -> None:
    _hub(studio)
    _build(studio)
    _looks(studio)


def _hub(studio: Studio) -> None:
    with studio.visitor(width=1280, height=860, scale=1.5) as page:
        studio.go(page, "/h/summer-kick-off/")
        keep(seen(page), GUIDES / "hub.webp")


def _build(studio: Studio) -> None:
    with studio.member() as page:
        studio.go(page, "/hubs/1/edit/cards/quiz")
        page.locator(".phone iframe").content_frame.get_by_text("Anticlockwise").wait_for()
        keep(seen(page), GUIDES / "build.webp")
        studio.go(page, "/hubs/1/edit/cards/draw/form")
        page.locator(".phone iframe").content_frame.get_by_text("Iced tea").wait_for()
        keep(seen(page), GUIDES / "form.webp")
        studio.go(page, "/hubs/1/edit/cards/poll")
        page.get_by_label("Question", exact=True).fill("Where does your weekend begin?")
        page.locator("#saved").filter(has_text="Saved today").wait_for()
        studio.go(page, "/hubs/1/publish")
        page.locator(".phone iframe").content_frame.get_by_text("Summer").first.wait_for()
        keep(seen(page), GUIDES / "publish.webp")


def _looks(studio: Studio) -> None:
    """The same new hub in each look."""
    frames = []
    with studio.member(width=390, height=600, scale=2) as page:
        for each in PRESETS:
            asked = {"preset": each.key, "goal": "preferences", "name": "Corner Café"}
            studio.go(page, f"/preview/new/?{urlencode(asked)}")
            page.locator(".preview-note").evaluate("each => each.remove()")
            frames.append((str(each.label), seen(page)))
    keep(sheet(studio, frames, columns=4), GUIDES / "looks.webp")
