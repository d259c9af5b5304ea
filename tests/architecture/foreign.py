"""A language that nobody speaks: whatever is translated into it has no Latin letter left, so
whatever has one was not translated."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html.parser import HTMLParser

import flask_babel
import pytest
from flask import Flask

from hubapp.web import words

_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;)")
_WIDE = {code: code + 0xFEE0 for code in (*range(65, 91), *range(97, 123))}
"""Latin letters -> their wide twins, which look like them and are none."""
_OWN = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувщхызАБЦДЕФГХИЙКЛМНОПЯРСТУВЩХЫЗ",
)
_RUN = re.compile(r"[A-Za-z]{2,}")
_NO_WORDS = (
    re.compile(r"https?://\S+"),
    re.compile(r"/h/\S*"),
    re.compile(r"[\w.+-]+@[\w.-]+"),
    re.compile(r"\b[A-Z]{2}-\d\d\b"),
    re.compile(r"\b[0-9a-f]{32}\b"),
    re.compile(r"\w+_\w+"),
    re.compile(r"\b(?:form|person|hub)\.[a-z]+\b"),
    re.compile(r"\b\w…@\S+"),
    re.compile(r"#[0-9a-f]{6}\b"),
    re.compile(r"“\?\w+”"),
    re.compile(r"\{\w+\}"),
)
"""Web addresses, addresses of hubs, emails, instances of a destination (``US-01``), request ids,
names of attributes, types of messages, addresses that are masked, colours, ends of web addresses,
and places where a script puts something in."""
_UNREAD = ("script", "style", "pre", "code")
_MAY_HIDE = re.compile(rf"</?(?:{'|'.join(_UNREAD)})\b")
_READ_ALOUD = ("aria-label", "aria-description", "title", "placeholder", "alt", "label", "content")
_MACHINES = frozenset(
    f"data-{name}"
    for name in (
        *("card", "at", "preset", "token", "move", "rich", "sortable", "background", "accent"),
        *("stop", "key", "kind", "bs-theme", "order", "control", "revision", "copy"),
        *("copies", "logo", "preview"),
        *("says", "rows", "picture", "pictures", "ruler"),
        *("makes-key", "begins", "watch", "plays", "labelled", "ways"),
        "form-type",
    )
)
"""Attributes that scripts read and nobody else; every other ``data-`` holds words."""


def foreign(template: str) -> str:
    """A sentence in that language; what goes into it and its tags stay."""
    parts = _KEPT.split(template)
    return "".join(each if at % 2 else each.translate(_WIDE) for at, each in enumerate(parts))


def own(text: str) -> str:
    """A text of a marketer or a visitor, without a Latin letter but for its tags."""
    parts = re.split(r"(<[^>]*>)", text)
    return "".join(each if at % 2 else each.translate(_OWN) for at, each in enumerate(parts))


class _Catalogue:
    """What our translations look like, and flask-babel's. asked: every sentence that was said."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return foreign(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.asked.add(one)
        return foreign(one if number == 1 else many)

    ugettext, ungettext = gettext, ngettext


def speak(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Turn the language on for every page: our sentences and those of libraries. What Babel knows
    by itself (countries) is said in one that has no Latin letters. Gives the sentences of ours that
    were said, which grow as pages are read."""
    ours = _Catalogue()
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda domain: _Catalogue())
    monkeypatch.setattr(words, "catalogue_of", lambda language: ours)
    monkeypatch.setattr(words, "spoken", lambda language: "ru")
    monkeypatch.setattr(app.extensions["babel"], "locale_selector", lambda: "ru")
    return ours.asked


class _Reader(HTMLParser):
    """What a page says, to eyes and ears."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        for name, value in attrs:
            spoken = name in _READ_ALOUD and (tag, name) != ("meta", "content")
            if spoken or (name.startswith("data-") and name not in _MACHINES):
                self.said += _sentences(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said.append(data)


def _sentences(value: str) -> list[str]:
    """Of an attribute; some hold several, as JSON."""
    return [*map(str, json.loads(value).values())] if value.startswith('{"') else [value]


def untranslated(page: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The texts of a page that have Latin words left. known: names that are the same in every
    language."""
    reader = _Reader()
    reader.feed(page)
    return [each for each in reader.said if has_latin(each, known)]


def new_lines(page: str, read: set[str]) -> str:
    """A page without the lines that were ``read`` before, which then hold its own too: pages are
    much alike, and reading is what takes the time. A tag never goes over the end of a line."""
    lines = re.sub(r"<[^>\n]*\n[^>]*>", lambda tag: " ".join(tag[0].split("\n")), page).splitlines()
    found = [each for each in lines if each not in read or _MAY_HIDE.search(each)]
    read.update(lines)
    return "\n".join(found)


def has_latin(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Words of English are in it."""
    for pattern in (*_NO_WORDS, _any_of(known)):
        if not _RUN.search(text):
            return False
        text = pattern.sub(" ", text)
    return _RUN.search(text) is not None


# Hundreds of names, asked for at each text of each page.
@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<![A-Za-z])(?:{either})(?![A-Za-z])")
