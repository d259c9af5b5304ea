"""A page read strictly: what a browser would guess at is a problem here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table ul".split()
)
"""A browser closes a paragraph before these, whatever the page says."""
ALONE = frozenset({"form", "a", "button", "label"})
"""May not stand in one of its own kind."""
NAMES_IDS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "for")
NAMES_IDS_TOO = ("form", "list", "headers")
LOADS = {
    **dict.fromkeys(
        ("script", "img", "iframe", "source", "track", "embed", "audio", "video"), "src"
    ),
    "link": "href",
    "use": "href",
    "form": "action",
    "object": "data",
}
"""What a page takes from somewhere, or sends there."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(eq=False)
class Element:
    """One element; ``within``: what it stands in, the outermost first."""

    tag: str
    attributes: dict[str, str]
    line: int
    within: tuple[Element, ...]
    text: str = ""

    def inside(self, *tags: str) -> Element | None:
        """The nearest element of these around it."""
        return next((each for each in reversed(self.within) if each.tag in tags), None)

    def __str__(self) -> str:
        named = self.attributes.get("id") or self.attributes.get("name") or ""
        return f"<{self.tag}{f' {named}' if named else ''}> in line {self.line}"


@dataclass
class Page(HTMLParser):
    """``elements`` in order; ``problems``: what is not well formed."""

    html: str
    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        if not self.html.lstrip().lower().startswith("<!doctype html>"):
            self.problems.append("it does not begin with <!doctype html>")
        self.feed(self.html)
        self.close()
        self.problems += [f"{each} is never closed" for each in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID and not element.inside("svg") and tag != "svg":
            self.problems.append(f"{element} closes itself, and HTML does not know that")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
            return
        last = self.open[-1] if self.open else "nothing"
        self.problems.append(f"</{tag}> in line {self.getpos()[0]} closes {last}")
        if any(each.tag == tag for each in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, {k: v or "" for k, v in attrs}, self.getpos()[0], tuple(self.open))
        self.elements.append(element)
        twice = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        self.problems += [f"{element} says {name} twice" for name in twice]
        if tag in ALONE and element.inside(tag):
            self.problems.append(f"{element} stands in {element.inside(tag)}")
        if tag in BLOCKS and element.inside("p"):
            self.problems.append(f"{element} stands in a paragraph")
        return element

    def all(self, *tags: str) -> list[Element]:
        """The elements of these kinds."""
        return [each for each in self.elements if each.tag in tags]

    def in_form(self, form: Element) -> list[Element]:
        """What a form holds."""
        return [each for each in self.elements if form in each.within]

    @property
    def ids(self) -> list[str]:
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]


def shape(page: Page) -> Iterator[str]:
    """Every element is closed in order; one language, title, main part and first heading."""
    yield from page.problems
    for tag in ("html", "title", "main", "h1"):
        if len(page.all(tag)) != 1:
            yield f"it has {len(page.all(tag))} <{tag}>"
    yield from (
        f"{each} says no language" for each in page.all("html") if not each.attributes.get("lang")
    )
    yield from (f"{each} is empty" for each in page.all("title", "h1") if not _words(page, each))
    yield from (f"{each} has no alt" for each in page.all("img") if "alt" not in each.attributes)


def _words(page: Page, element: Element) -> str:
    inner = [element, *(each for each in page.elements if element in each.within)]
    return "".join(each.text for each in inner).strip()


def references(page: Page) -> Iterator[str]:
    """No id twice; what names an id names one that is there; every control has its label."""
    yield from (f"the id {each} is there twice" for each, n in Counter(page.ids).items() if n > 1)
    ids = set(page.ids)
    for element in page.elements:
        for name in (*NAMES_IDS, *NAMES_IDS_TOO):
            named = element.attributes.get(name, "").split()
            yield from (f"{element}: {name} names no {each}" for each in named if each not in ids)
            if name in NAMES_IDS and name in element.attributes and not named:
                yield f"{element}: {name} is empty"
        target = element.attributes.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in ids:
            yield f"{element} leads to no {target}"
    yield from (f"{each} has no label" for each in _unlabelled(page))


def _unlabelled(page: Page) -> Iterator[Element]:
    labels = {each.attributes.get("for") for each in page.all("label")}
    for control in page.all("input", "select", "textarea"):
        said = {"aria-label", "aria-labelledby"} & set(control.attributes)
        silent = control.attributes.get("type") in ("hidden", "submit", "button")
        if not (
            said or silent or control.inside("label") or control.attributes.get("id") in labels
        ):
            yield control


def posts(form: Element) -> bool:
    return form.attributes.get("method", "get").lower() == "post"


def tokens(page: Page, wanted: str | None) -> Iterator[str]:
    """Every form that posts carries ``wanted``, the name of its hidden token; None: nothing has to
    be carried, but it posts to its own page or below it and nowhere else."""
    for form in page.all("form"):
        if not posts(form):
            continue
        held = {
            each.attributes.get("name")
            for each in page.in_form(form)
            if each.attributes.get("type") == "hidden" and each.attributes.get("value")
        }
        if wanted is not None and wanted not in held:
            yield f"{form} carries no {wanted}"
        action = form.attributes.get("action", "")
        # Without a slash it is below the page.
        if wanted is None and ("/" in action or ":" in action or action.startswith(("?", "."))):
            yield f"{form} posts elsewhere without a token"


def policy(page: Page, header: str) -> Iterator[str]:
    """The page keeps to its Content-Security-Policy, and the policy is worth keeping to."""
    allowed = {words[0]: words[1:] for each in header.split(";") if (words := each.split())}
    for name in ("default-src", "script-src", "style-src", "object-src", "base-uri", "form-action"):
        if name not in allowed:
            yield f"the policy says nothing of {name}"
        loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(
            allowed.get(name, ())
        )
        yield from (f"the policy lets {each} into {name}" for each in sorted(loose))
    for element in page.all("script", "style"):
        nonce = f"'nonce-{element.attributes.get('nonce')}'"
        inline = element.tag == "style" or "src" not in element.attributes
        data = element.attributes.get("type", "").endswith("json")
        if inline and not data and nonce not in allowed.get(f"{element.tag}-src", ()):
            yield f"{element} is inline, and the policy does not know it"
    for element in page.elements:
        inline = [each for each in element.attributes if each == "style" or each.startswith("on")]
        yield from (f"{element} has {each}= inline" for each in inline)
        yield from (f"{element} runs {each}" for each in _runs(element))


def _runs(element: Element) -> Iterable[str]:
    values = (element.attributes.get(each, "").strip() for each in ("href", "src", "action"))
    return [each for each in values if each.lower().startswith(("javascript:", "vbscript:"))]


def origins(page: Page) -> Iterator[str]:
    """All that a page loads comes from where the page comes from."""
    yield from (
        f"{element} takes {address} from elsewhere"
        for element, address in loaded(page)
        if address.startswith("//") or _SCHEME.match(address)
    )


def loaded(page: Page) -> Iterator[tuple[Element, str]]:
    """Addresses of what a page loads, or posts to; pictures within the page excepted."""
    for element in page.elements:
        address = element.attributes.get(LOADS.get(element.tag, ""), "")
        if address and not (element.tag == "img" and address.startswith("data:image/")):
            yield element, address
