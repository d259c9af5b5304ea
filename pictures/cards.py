"""The picker's pictures: each card type as the gallery plays it, into the type's own folder."""

from __future__ import annotations

from playwright.sync_api import Page

from hubapp.cards import CARD_TYPES
from pictures.studio import ROOT, Studio, keep, seen

_WIDE, _HIGH, _ABOVE = 480, 320, 40
"""What of the page is taken, from so far above where its cover ends."""
_QUALITY = 55
_BESIDE = """(sheet, purpose) => {
  // The picker says in words beside it what the gallery says in it.
  const said = [...sheet.querySelectorAll("p")].filter((each) => each.textContent === purpose);
  said.forEach((each) => each.remove());
  // Of a card that asks, the question is enough; and neither what comes next nor how far one is.
  const title = sheet.querySelector(".card-title");
  if (title && parseFloat(getComputedStyle(title).fontSize) < 20) title.remove();
  document.querySelectorAll("progress").forEach((each) => each.parentElement.remove());
  document.querySelector(".more")?.remove();
}"""


def take(studio: Studio) -> None:
    for kind, card_type in CARD_TYPES.items():
        if not card_type.picture:
            continue
        with studio.visitor(width=_WIDE, height=900) as page:
            studio.go(page, f"/h/gallery/{kind}/")
            page.locator(".sheet").evaluate(_BESIDE, str(card_type.purpose))
            place = ROOT / "hubapp" / "cards" / kind / "static" / card_type.picture
            keep(_crop(page), place, quality=_QUALITY, width=_WIDE)


def _crop(page: Page) -> bytes:
    seen(page)
    top = page.locator(".sheet").bounding_box()["y"] - _ABOVE
    return page.screenshot(clip={"x": 0, "y": top, "width": _WIDE, "height": _HIGH})
