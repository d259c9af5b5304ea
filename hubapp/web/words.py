"""Words, times and lengths of time for people, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import Locale
from flask import Flask, flash, g, has_request_context, request
from flask_babel import Babel, force_locale, format_decimal, get_locale, refresh
from markupsafe import Markup

from hubapp.core.languages import DEFAULT, LANGUAGES, OF_MEMBERS, spoken
from hubapp.core.words import NOTHING, Words
from hubapp.web.catalogues import catalogue_of

babel = Babel()


def said(words: Words | str) -> str:
    """A sentence in the language of the request; a plain text stays as it is."""
    return words.said(_one, _many) if isinstance(words, Words) else words


def language() -> str:
    """The language of the request, as Babel names it: ``en``."""
    return str(get_locale() or DEFAULT)


def direction() -> str:
    """Which way that language is written: ``ltr`` or ``rtl``."""
    return str(Locale.parse(language()).text_direction)


def language_name(code: str) -> str:
    """What the language of the request calls another."""
    return str(Locale.parse(code).get_display_name(language()))


def speak(to: str) -> None:
    """Say all that follows in this request in another language than the member's own."""
    g.language = spoken(to)
    refresh()


def browsers_language() -> str:
    """The language that the browser would like best of those that we speak: Austrian German is
    German."""
    return _liked_best(LANGUAGES)


def _liked_best(languages: list[str]) -> str:
    wanted = (each.partition("-")[0].lower() for each in request.accept_languages.values())
    return next((each for each in wanted if each in languages), DEFAULT)


@contextmanager
def speaking(to: str) -> Iterator[None]:
    """The language of what is rendered within."""
    with force_locale(spoken(to)):
        yield


def said_in(to: str) -> Callable[[str], str]:
    """Puts a text that becomes the marketer's own into a language; one that no catalogue has stays
    as it is."""
    catalogue = catalogue_of(spoken(to))
    return lambda text: str(catalogue.gettext(text)) if text else text


def words_in(to: str) -> Callable[[Words], str]:
    """Puts sentences that become the marketer's own into a language."""
    catalogue = catalogue_of(spoken(to))

    def many(one: str, several: str, count: int) -> str:
        return str(catalogue.ngettext(one, several, count))

    return lambda words: words.said(said_in(to), many)


def _chosen() -> str:
    if not has_request_context():
        return DEFAULT
    # Of whoever is logged in; noted then, for a file is still written when nothing can be read.
    own = g.get("members_language")
    return str(g.get("language") or (own if own in OF_MEMBERS else _liked_best(OF_MEMBERS)))


def _one(template: str) -> str:
    return str(catalogue_of(language()).gettext(template)) if template else ""


def _many(one: str, many: str, count: int) -> str:
    return str(catalogue_of(language()).ngettext(one, many, count))


_LETTERS = Words("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def letter(at: int) -> str:
    """The mark of a choice, from 0; those of a language without an alphabet of its own are its
    catalogue's to choose."""
    letters = said(_LETTERS)
    return letters[at % len(letters)]


def number(value: float) -> str:
    """A number as the language of the request writes it: ``1,234`` or ``1.234``."""
    return str(format_decimal(value))


def marked(template: str, **parameters: Any) -> Markup:
    """``_`` of the templates. A template may hold inline tags; what goes into it is escaped."""
    return _filled(_one(template), parameters)


def marked_many(one: str, many: str, count: int, **parameters: Any) -> Markup:
    """``ngettext`` of the templates; ``%(count)s`` is the number."""
    return _filled(_many(one, many, count), {"count": number(count), **parameters})


def _filled(template: str, parameters: dict[str, Any]) -> Markup:
    # Ours, from a template file or its catalogue.
    text = Markup(template)  # noqa: S704
    given = {
        name: said(value) if isinstance(value, Words) else value
        for name, value in parameters.items()
    }
    return text % given if given else text


def _shown(value: Any) -> Any:
    return said(value) if isinstance(value, Words) else value


def tell(words: Words, look: str) -> None:
    """Say this at the top of the next page. look: ``good``, ``saved`` (what was
    typed into a form with a Save of its own), ``bad``, ``info`` or ``live``."""
    flash(said(words), look)


MONTHS = (
    Words("Jan"),
    Words("Feb"),
    Words("Mar"),
    Words("Apr"),
    Words("May"),
    Words("Jun"),
    Words("Jul"),
    Words("Aug"),
    Words("Sep"),
    Words("Oct"),
    Words("Nov"),
    Words("Dec"),
)


def when(moment: datetime | None) -> Words:
    """A time in words with its zone: ``today 18:00 UTC``, ``3 Nov 2026 09:15 UTC``."""
    if moment is None:
        return NOTHING
    moment, today = moment.astimezone(UTC), datetime.now(UTC).date()
    clock = moment.strftime("%H:%M")
    if moment.date() == today:
        return Words("today %(clock)s UTC", clock=clock)
    if moment.date() == today - timedelta(days=1):
        return Words("yesterday %(clock)s UTC", clock=clock)
    return Words(
        "%(day)s %(month)s %(year)s %(clock)s UTC",
        day=moment.day,
        month=MONTHS[moment.month - 1],
        year=moment.year,
        clock=clock,
    )


def lasting(seconds: float) -> Words:
    """A length of time in words: ``40 s``, ``12 min``, ``3 h``, ``2 days``."""
    if seconds >= 172_800:
        return Words("%(count)s day", "%(count)s days", count=int(seconds / 86_400))
    if seconds >= 7200:
        return Words("%(count)s h", count=int(seconds / 3600))
    if seconds >= 120:
        return Words("%(count)s min", count=int(seconds / 60))
    return Words("%(count)s s", count=int(seconds))


def init_app(app: Flask) -> None:
    """Let templates speak: ``_`` and ``ngettext`` mark their sentences, and Words that are put into
    a page are said in its language."""
    babel.init_app(app, locale_selector=_chosen)
    app.jinja_env.finalize = _shown
    app.jinja_env.globals.update(
        _=marked,
        gettext=marked,
        ngettext=marked_many,
        said=said,
        language=language,
        direction=direction,
        letter=letter,
        number=number,
        when=when,
        lasting=lasting,
    )
