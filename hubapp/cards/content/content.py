"""What a content card holds."""

from __future__ import annotations

from hubapp.core.content import Content, line, picture, rich


class PageContent(Content):
    """Formatted text, a picture with its description, and a link."""

    body: str = rich(60_000)
    image: str = picture()
    alt: str = line(200)
    link_text: str = line(80)
    link_url: str = line(500)
