"""What a secret code card holds. Its codes stand in a list of their own, see ``Pool``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, line, lines, picture, switch
from hubapp.core.words import Words


class CodeContent(Content):
    """What is asked for, where it is found, and what is behind it. once: each code opens the card
    one time, as those printed on packs do."""

    names: ClassVar[Mapping[str, Words]] = {
        "where": Words("where the code is found"),
        "once": Words("opening once for each code"),
    }
    question: str = line(200)
    where: str = lines(500)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()
    once: bool = switch(True)
    title: str = line(120, secret=True)
    text: str = lines(1000, secret=True)
