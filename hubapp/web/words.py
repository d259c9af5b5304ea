"""Words, times and lengths of time for people, in the language of the request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, flash
from flask_babel import Babel, get_domain, get_locale
from markupsafe import Markup

from hubapp.core.words import NOTHING, Words

babel = Babel()


def said(words: Words | str) -> str:
    """A sentence in the language of the request; a plain text stays as it is."""
    return words.said(_one, _many) if isinstance(words, Words) else words


def language() -> str:
    """The language of the request, as Babel names it: ``en``."""
    return str(get_locale() or "en")


def _one(template: str) -> str:
    return str(get_domain().get_translations().ugettext(template)) if template else ""


def _many(one: str, many: str, count: int) -> str:
    return str(get_domain().get_translations().ungettext(one, many, count))


def marked(template: str, **parameters: Any) -> Markup:
    """``_`` of the templates. A template may hold inline tags; what goes into it is escaped."""
    return _filled(_one(template), parameters)


def marked_many(one: str, many: str, count: int, **parameters: Any) -> Markup:
    """``ngettext`` of the templates; ``%(count)s`` is the number."""
    return _filled(_many(one, many, count), {"count": count, **parameters})


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
    """Say this at the top of the next page. look: ``good``, ``bad``, ``info`` or ``live``."""
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
    babel.init_app(app)
    app.jinja_env.finalize = _shown
    app.jinja_env.globals.update(
        _=marked,
        gettext=marked,
        ngettext=marked_many,
        said=said,
        language=language,
        when=when,
        lasting=lasting,
    )
