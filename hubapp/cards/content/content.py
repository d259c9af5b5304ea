"""What a content card holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, line, picture, rich, switch
from hubapp.core.words import Words


class PageContent(Content):
    """Formatted text, a picture with its description, and a link."""

    own_words: ClassVar[tuple[str, ...]] = ("link_url",)
    names: ClassVar[Mapping[str, Words]] = {
        "body": Words("text"),
        "link_text": Words("words of the link"),
        "link_url": Words("link"),
    }
    body: str = rich(60_000)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()
    link_text: str = line(80)
    link_url: str = line(500)
