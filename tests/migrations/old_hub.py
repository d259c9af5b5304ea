"""A hub as release e050373 stored it, before the content of cards was described as models, and what
its pages said there. ``draft.json`` and ``version.json`` are that release's own documents, of every
card type and field kind, and stay as they are. ``pages.txt`` is what it answered to ``walk``:
whoever changes the words of a page on purpose changes them there, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

FOLDER = Path(__file__).parent / "before_content"
REVISION = "20261125T0710"
"""The newest migration of that release."""
WHO = {"f-email": "ana@example.com"}
EVERYTHING = {
    **WHO,
    "f-phone": "+4915112345678",
    "f-first_name": "Ana",
    "f-last_name": "Silva",
    "f-nick": "Blue",
    "f-drink": "Iced tea",
    "f-country": "DE",
    "f-date_of_birth": ["23", "4", "1990"],
    "f-consent": "y",
}
PLAYS: dict[str, list[dict[str, Any]]] = {
    "the-quiz": [{"step": "0", "answer": "q1b"}, {"step": "1", "answer": "q2a"}, WHO],
    "the-poll": [{"step": "0", "answer": "hill"}],
    "the-wheel": [WHO, {"step": "0", "answer": "spin"}],
    "the-form": [EVERYTHING],
    "the-text": [],
}
"""Card -> what a visitor sends, one step after the other. Its wheel has one slice that can win."""


def stored(name: str) -> Any:
    """``draft``: key -> document; ``version``: the snapshot."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def told() -> dict[str, str]:
    """Place -> words of its page in that release, and what later ones add to it on purpose."""
    parts = re.split(r"^# (.+)\n", (FOLDER / "pages.txt").read_text("utf-8"), flags=re.MULTILINE)
    return {
        place: " ".join(words.split())
        for place, words in zip(parts[1::2], parts[2::2], strict=True)
    }


def walk(visitor: FlaskClient, hub: str = "/h/old/") -> Iterator[tuple[str, str]]:
    """The hub, its cards and each screen of their plays: place and words. A visitor shall be quick
    (``stamps.FASTEST``)."""
    yield hub, words_of(visitor.get(hub).text)
    for card, steps in PLAYS.items():
        # By another browser: what one knows of the other cards shall not be in the words.
        visitor.delete_cookie("hubapp_visitor")
        at = f"{hub}{card}/"
        page = visitor.get(at).text
        yield at, words_of(page)
        for number, step in enumerate(steps, 1):
            stamp = re.search(r'name="stamp" value="([^"]+)"', page)
            reply = visitor.post(at, data={**step, **({"stamp": stamp[1]} if stamp else {})})
            at = reply.headers.get("Location", at)
            page = visitor.get(at).text
            yield f"{hub}{card}/ after {number}", words_of(page)


def walk_draft(member: FlaskClient, hub_id: int) -> Iterator[tuple[str, str]]:
    """The preview of the draft, and of each of its cards."""
    home = f"/preview/{hub_id}/"
    page = member.get(home).text
    yield "draft", words_of(page)
    for card in dict.fromkeys(re.findall(rf'href="{home}([^"]+)/"', page)):
        yield f"draft {card}", words_of(member.get(f"{home}{card}/").text)


def words_of(page: str) -> str:
    """All that a page says, where it leads, what its pictures show, and the colours that a wheel is
    drawn in. Countries are left out: their list is not the hub's."""
    return " ".join(" ".join(_Reader(page).said).split())


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._is_country = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_country = tag == "option"
        self.said += [given[name] for name in ("alt", "aria-label") if given.get(name)]
        if given.get("fill", "").startswith("#"):
            self.said.append(given["fill"])
        if tag in ("a", "img"):
            self.said.append(f"[{given.get('href') or given.get('src')}]")

    def handle_endtag(self, tag: str) -> None:
        self._is_country = False

    def handle_data(self, data: str) -> None:
        if not self._is_country:
            self.said.append(data)
