"""A page as its elements: what has which id, what is tied to what, what a control is named."""

from __future__ import annotations

from html.parser import HTMLParser

CONTROLS = ("input", "select", "textarea")
_VOID = ("input", "img", "br", "hr", "meta", "link", "path", "circle", "use")


class Page(HTMLParser):
    """elements: tag and attributes of each, in their order; texts: id -> the words within."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.said = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if "id" in given:
            self.texts.setdefault(given["id"], "")
        if tag not in _VOID:
            self._open.append((tag, given.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while any(open_tag == tag for open_tag, _ in self._open):
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        self.said += data
        for _, id_ in self._open:
            if id_:
                self.texts[id_] += data

    @property
    def ids(self) -> set[str]:
        return set(self.texts)

    def controls(self, name: str = "") -> list[tuple[str, dict[str, str]]]:
        """What can be filled in; only those of this name, when one is given."""
        return [
            (tag, given)
            for tag, given in self.elements
            if tag in CONTROLS
            and given.get("type") != "hidden"
            and (not name or given.get("name") == name)
        ]

    def values(self, name: str) -> list[str]:
        """What may be chosen at a control; empty when something is typed there."""
        at = next((i for i, (_, given) in enumerate(self.elements) if given.get("name") == name), 0)
        tag, given = self.elements[at]
        if tag == "select":
            after = self.elements[at + 1 :]
            found = [each.get("value", "") for kind, each in after if kind == "option"]
        elif given.get("type") in ("radio", "checkbox"):
            found = [each.get("value", "on") for _, each in self.controls(name)]
        else:
            return []
        return [each for each in found if each]
