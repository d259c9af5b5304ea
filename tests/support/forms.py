"""A form of a page as a browser would post it."""

from __future__ import annotations

from html.parser import HTMLParser

Pairs = list[tuple[str, str]]


class _Forms(HTMLParser):
    """Each form of a page: its id and its successful controls."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], Pairs]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._text = ""
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given, []))
            self._open = True
        elif not self._open:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "textarea" and "name" in given:
            self._area, self._text = given["name"], ""
        elif tag == "select":
            self._select, self._options = given.get("name"), []
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))

    def _input(self, given: dict[str, str]) -> None:
        name, kind = given.get("name"), given.get("type", "text")
        if not name or kind in ("file", "submit", "button") or "disabled" in given:
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        self.forms[-1][1].append((name, given.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "textarea" and self._area is not None:
            # A browser leaves out the first line break, and posts CRLF.
            self.forms[-1][1].append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected]
            first = [value for value, _ in self._options[:1]]
            self.forms[-1][1].extend((self._select, value) for value in (chosen or first)[:1])
            self._select = None


def forms_in(page: str) -> list[tuple[dict[str, str], Pairs]]:
    """Attributes and successful controls of each form of a page, in their order."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def posted_by(page: str, **attributes: str) -> Pairs:
    """What the form with these attributes would post. Raises LookupError when there is none."""
    for given, pairs in forms_in(page):
        if all(given.get(name.replace("_", "-")) == value for name, value in attributes.items()):
            return pairs
    raise LookupError(f"no form with {attributes}")


def by_id(*items: dict[str, object]) -> dict[str, object]:
    """Items of a list as a form posts them, with ids of their own and their order."""
    named = {f"i{at}": item for at, item in enumerate(items)}
    return {**named, "order": " ".join(named)}
