"""Sentences for people as values: a template and what goes into it, put into a language only where
somebody reads them (``web/words.py``), or stored as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_VERBATIM = "%(said)s"
Translate = Callable[[str], str]
TranslateMany = Callable[[str, str, int], str]


class Words:
    """A sentence in English with ``%(name)s`` for what goes into it: ``Words("“%(title)s” is
    removed.", title=card.title)``. A parameter may be Words itself. ``str()`` is the English.

    many: the template for any ``count`` but one. Templates are literals, so that they can be
    collected; a sentence that somebody else wrote is ``Words.verbatim(theirs)``.
    """

    __slots__ = ("many", "parameters", "template")

    def __init__(self, template: str, many: str = "", /, **parameters: Any) -> None:
        self.template, self.many, self.parameters = template, many, parameters

    @classmethod
    def verbatim(cls, said: str) -> Words:
        """Somebody else's words, which no catalogue knows."""
        return cls(_VERBATIM, said=said)

    def said(self, translate: Translate, translate_many: TranslateMany) -> str:
        """In the language of these two."""
        if self.many:
            template = translate_many(self.template, self.many, int(self.parameters["count"]))
        elif self.template == _VERBATIM:
            template = _VERBATIM
        else:
            template = translate(self.template)
        given = {
            name: value.said(translate, translate_many) if isinstance(value, Words) else value
            for name, value in self.parameters.items()
        }
        return template % given if given else template

    def __str__(self) -> str:
        return self.said(_as_it_is, _by_number)

    def __repr__(self) -> str:
        return f"Words({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(str(self))

    def __bool__(self) -> bool:
        if self.template == _VERBATIM:
            return bool(self.parameters.get("said"))
        return bool(self.template)

    def to_json(self) -> dict[str, Any]:
        """As it is stored: template and parameters, so that it can be read in any language."""
        found: dict[str, Any] = {"template": self.template}
        if self.many:
            found["many"] = self.many
        if self.parameters:
            found["parameters"] = {name: _stored(value) for name, value in self.parameters.items()}
        return found

    @classmethod
    def from_json(cls, stored: Any) -> Words:
        """What ``to_json`` made. A plain text, as earlier releases stored, is taken verbatim."""
        if not is_stored(stored):
            return cls.verbatim(str(stored))
        parameters = {
            name: cls.from_json(value) if is_stored(value) else value
            for name, value in stored.get("parameters", {}).items()
        }
        return cls(stored["template"], stored.get("many", ""), **parameters)


NOTHING = Words("")
"""No sentence."""


def is_stored(value: Any) -> bool:
    """It is what ``to_json`` makes."""
    return isinstance(value, Mapping) and isinstance(value.get("template"), str)


def _stored(value: Any) -> Any:
    # A server elsewhere may say U+0000, which PostgreSQL keeps in no text.
    if isinstance(value, Words):
        return value.to_json()
    return value.replace("\0", "") if isinstance(value, str) else value


def _as_it_is(template: str) -> str:
    return template


def _by_number(one: str, many: str, count: int) -> str:
    return one if count == 1 else many
