"""Three drawn pictures for the demo, so that it needs no photos of anybody."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

_SIZE = (800, 600)


def _drawn(sky: str, paint: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGB", _SIZE, sky)
    paint(ImageDraw.Draw(image))
    found = io.BytesIO()
    image.save(found, "PNG")
    return found.getvalue()


def sea() -> bytes:
    """A sun over the sea."""

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.ellipse((300, 120, 500, 320), fill="#ffd166")
        draw.rectangle((0, 300, 800, 600), fill="#118ab2")
        for at in range(6):
            draw.rectangle((0, 330 + at * 46, 800, 338 + at * 46), fill="#3aa6c9")
        draw.polygon([(0, 600), (0, 520), (420, 600)], fill="#f4d9a6")

    return _drawn("#f8b88b", paint)


def mountains() -> bytes:
    """Three peaks with snow on the middle one."""

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.polygon([(-60, 600), (200, 230), (460, 600)], fill="#5b7f95")
        draw.polygon([(380, 600), (640, 260), (900, 600)], fill="#48697d")
        draw.polygon([(140, 600), (420, 120), (700, 600)], fill="#36505f")
        snow = [(349, 242), (420, 120), (491, 242), (452, 218), (420, 250), (390, 216)]
        draw.polygon(snow, fill="#ffffff")

    return _drawn("#cfe8ef", paint)


def city() -> bytes:
    """A skyline at night with lights in its windows."""

    houses = ((40, 260, 130), (190, 140, 110), (320, 320, 150), (490, 90, 120), (630, 240, 140))

    def paint(draw: ImageDraw.ImageDraw) -> None:
        for left, top, width in houses:
            draw.rectangle((left, top, left + width, 600), fill="#10142b")
            for x in range(left + 18, left + width - 20, 34):
                for y in range(top + 24, 580, 48):
                    if (x * 7 + y * 3) % 5:
                        draw.rectangle((x, y, x + 14, y + 20), fill="#ffd166")

    return _drawn("#3b3a6b", paint)


PLACES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("By the sea", "A yellow sun over blue water", sea),
    ("In the mountains", "Three peaks, snow on the one in the middle", mountains),
    ("In the city", "Tall houses at night with lit windows", city),
)
