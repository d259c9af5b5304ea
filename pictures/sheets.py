"""Several screens beside one another in one picture, each with its words below."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from pictures.studio import Studio

_WIDE = 1000
"""CSS pixels, as wide as a guide is where it is read; twice as many points are kept."""
_LOOK = """
body { margin: 0; padding: 20px; background: #f4f2ec; color: #1b1b1b; }
body { font: 600 17px/1.3 system-ui, "DejaVu Sans", sans-serif; }
ol { display: grid; grid-template-columns: repeat(var(--columns), 1fr); gap: 20px 18px; }
ol { margin: 0; padding: 0; list-style: none; }
img { display: block; width: 100%; border-radius: 14px; box-shadow: 0 2px 10px rgb(0 0 0 / .16); }
p { display: flex; gap: 10px; align-items: center; margin: 10px 2px 0; }
b { flex: none; width: 28px; border-radius: 50%; background: #0b6b4f; color: #fff; }
b { font-size: 15px; line-height: 28px; text-align: center; }
"""


def sheet(
    studio: Studio, frames: Sequence[tuple[str, bytes]], columns: int, numbered: bool = False
) -> bytes:
    """A PNG of the frames (words, PNG), in rows of ``columns``."""
    items = "".join(
        f'<li><img alt="" src="data:image/png;base64,{b64encode(picture).decode()}">'
        f"<p>{f'<b>{at}</b>' if numbered else ''}{escape(words)}</p></li>"
        for at, (words, picture) in enumerate(frames, 1)
    )
    body = f'<style>{_LOOK}</style><ol style="--columns: {columns}">{items}</ol>'
    with studio.visitor(width=_WIDE, height=400) as page:
        page.set_content(body)
        return page.screenshot(full_page=True)
