"""What a secret code card holds. Its codes stand in a list of their own, see ``Pool``."""

from __future__ import annotations

from hubapp.core.content import Content, line, lines, picture, switch


class CodeContent(Content):
    """What is asked for, where it is found, and what is behind it. once: each code opens the card
    one time, as those printed on packs do."""

    question: str = line(200)
    where: str = lines(500)
    image: str = picture()
    alt: str = line(200)
    once: bool = switch(True)
    title: str = line(120, secret=True)
    text: str = lines(1000, secret=True)
