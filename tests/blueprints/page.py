"""A page as somebody reads it: its words, and what its controls hold."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """words: all that is written, with single spaces; values: control -> what it holds; links:
    address -> words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._written: list[str] = []
        self._select = self._textarea = self._link = ""
        self.feed(html)
        self.words = " ".join(" ".join(self._written).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and (
            given.get("type") not in ("checkbox", "radio") or "checked" in given
        ):
            self.values[name] = given.get("value", "")
        elif tag == "option":
            if "selected" in given or self._select not in self.values:
                self.values[self._select] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "a":
            self._link = given.get("href", "")
            self.links[self._link] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data
            return
        if self._link:
            self.links[self._link] = " ".join(f"{self.links[self._link]} {data}".split())
        self._written.append(data)


def page_of(reply) -> Page:
    """What somebody got to read."""
    return Page(reply.text)
