"""What a video card holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, line, lines, number, picture, switch
from hubapp.core.words import Words


class VideoContent(Content):
    """Where the video is, what is seen of it here, and what is said to whoever has watched it.
    captions: it has them where it is; transcript: what is said in it; minutes: 0 if not said."""

    own_words: ClassVar[tuple[str, ...]] = ("address",)
    names: ClassVar[Mapping[str, Words]] = {
        "about": Words("words about the video"),
        "address": Words("address of the video"),
        "poster": Words("picture before it plays"),
        "minutes": Words("minutes"),
        "captions": Words("with captions"),
        "transcript": Words("transcript"),
    }
    about: str = lines(1000)
    address: str = line(500)
    poster: str = picture()
    alt: str = line(200)
    decorative: bool = switch()
    minutes: int | float = number(0, 600, 0)
    captions: bool = switch()
    transcript: str = lines(20_000)
    title: str = line(120, secret=True)
    text: str = lines(1000, secret=True)
