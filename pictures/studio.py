"""A browser at a demo, and how a picture is kept: small, and untouched where nothing changed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page

from tests.support.logged_in import log_in
from tests.support.running import Demo

ROOT = Path(__file__).parents[1]
GUIDES = ROOT / "docs" / "pictures"
_QUALITY = 82
_ALIKE = 0.0001
"""Two pictures are the same while fewer of their points differ: a letter drawn a little otherwise
is no reason for a commit."""
_SETTLE = r"""() => {
  const settled = (text) => text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-12-01T10:24:00.000Z")
    .replace(/(?<![T:])\b\d{1,2}:\d{2}(?::\d{2})?(?= |$|\.|,)/g, "10:24")
    .replaceAll(location.host, "127.0.0.1:8000")
    .replace(/127\.0\.0\.1:(?!8000)\d+/g, "127.0.0.1:8001")
    .replace(/\b\d+ ms\b/g, "16 ms");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const said = settled(walker.currentNode.data);
    if (said !== walker.currentNode.data) walker.currentNode.data = said;
  }
  const boxes = document.querySelectorAll("input[type=text], input[type=url], input:not([type])");
  for (const box of boxes) if (settled(box.value) !== box.value) box.value = settled(box.value);
  document.activeElement?.blur();
}"""
"""What differs from run to run (times, ports, milliseconds) is the same in every picture."""


class Studio:
    """A demo that runs and a browser."""

    def __init__(self, demo: Demo, browser: Browser) -> None:
        self.demo = demo
        self.browser = browser

    @contextmanager
    def member(self, width: int = 1280, height: int = 860, scale: float = 1.5) -> Iterator[Page]:
        """A page of the demo's owner."""
        with self.visitor(width, height, scale) as page:
            log_in(page, self.demo)
            yield page

    @contextmanager
    def visitor(self, width: int = 390, height: int = 844, scale: float = 2) -> Iterator[Page]:
        """A page of somebody new. Nothing moves, so that every run sees the same."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(
            viewport=size, device_scale_factor=scale, reduced_motion="reduce", locale="en-GB"
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page
        context.close()

    def go(self, page: Page, place: str) -> None:
        page.goto(f"{self.demo.url}{place}")
        page.wait_for_load_state("networkidle")


def seen(page: Page, part: Locator | None = None) -> bytes:
    """What stands on the screen, or a part of it, as PNG."""
    page.evaluate("document.fonts.ready")
    page.evaluate(_SETTLE)
    return (part or page).screenshot(animations="disabled")


def keep(picture: bytes, at: Path, quality: int = _QUALITY, width: int = 0) -> None:
    """As WebP, ``width`` points wide (0: as it is). Where the one that is there looks the same it
    stays. Prints what became of it."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if width:
        size = (width, round(image.height * width / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    body = io.BytesIO()
    image.save(body, "WEBP", quality=quality, method=6)
    same = at.exists() and _alike(Image.open(at), Image.open(body))
    if not same:
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(body.getvalue())
    size_of_it = at.stat().st_size / 1024
    said = "as it was" if same else "new"
    print(f"{at.relative_to(ROOT)}: {image.width}x{image.height}, {size_of_it:.0f} KB, {said}")


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    between = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L")
    differing = sum(between.histogram()[40:])
    return differing < _ALIKE * one.width * one.height
