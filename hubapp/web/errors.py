"""What somebody sees when something is refused or breaks."""

from __future__ import annotations

import time
from typing import Any

import structlog
from flask import (
    Flask,
    render_template,
    request,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from hubapp.core.errors import NotFoundHere
from hubapp.core.words import Words
from hubapp.extensions import db, limiter
from hubapp.logs import told, way_of

log = structlog.get_logger()
_WORDS = {
    400: (
        Words("That did not arrive whole"),
        Words("Go back, reload the page and send it again."),
    ),
    403: (
        Words("Your role does not include this"),
        Words("Ask an owner of the workspace to do it, or for the role that may."),
    ),
    404: (
        Words("There is nothing here"),
        Words("The page may have moved, or the address has a typing slip."),
    ),
    405: (
        Words("This page cannot do that"),
        Words("Go back and use the buttons of the page."),
    ),
    413: (
        Words("That is too large"),
        Words("Choose a smaller file or a shorter text, and send it again."),
    ),
    414: (
        Words("This address is too long"),
        Words("Part of it may have been pasted twice. Open the page from its own link again."),
    ),
    429: (
        Words("That was a lot in a short time"),
        Words("Wait a minute, then try again."),
    ),
    503: (
        Words("We could not save that just now"),
        Words("Nothing that you sent before was lost. Go back and try again in a minute."),
    ),
    500: (
        Words("Something broke on our side"),
        Words("Nothing that you sent before was lost. Try again in a minute."),
    ),
}
_TOO_LONG_OPEN = Words("This page was open for too long. Go back, reload it and send it again.")


def error_page(
    code: int, sentence: Words | None = None, headline: Words | None = None
) -> tuple[str, int]:
    """A styled page that says what to do and gives nothing away."""
    title, advice = _WORDS.get(code, _WORDS[500 if code >= 500 else 400])
    page = render_template(
        "errors/error.html", code=code, title=headline or title, advice=sentence or advice
    )
    return page, code


def _refuse_nul() -> Any:
    """No keyboard makes a NUL, and PostgreSQL cannot keep one: it is refused before anything reads
    it."""
    given = [request.path, *request.args.keys(), *request.args.values()]
    if request.method == "POST":
        given += [*request.form.keys(), *(each for _, each in request.form.items(multi=True))]
    return error_page(400) if any("\0" in text for text in given) else None


def _on_database_error(error: SQLAlchemyError) -> Any:
    """The database is away, its disk is full, or too many ask it: nothing was saved; whoever asked
    tries again."""
    db.session.rollback()
    cause = type(getattr(error, "orig", None)).__name__
    log.error("database failed", error=type(error).__name__, cause=cause)
    page, code = error_page(503)
    return page, code, {"Retry-After": "10"}


def _on_http_error(error: HTTPException) -> Any:
    if error.response is not None:
        return error
    page, code = error_page(error.code or 500)
    if code == 429 and (limit := limiter.current_limit):
        # A second more: the limit's own clock is in whole seconds.
        return page, code, {"Retry-After": str(max(1, int(limit.reset_at - time.time()) + 1))}
    return page, code


def _note(info: Any) -> None:
    """A bug of ours, for the log: its kind and its way, and not what it says, which may hold what
    people told us."""
    error = info[1]
    log.error("request broke", endpoint=request.endpoint, way=way_of(error), **told(error))


def init_app(app: Flask) -> None:
    """Answer every refusal and every breakage with a page of ours."""
    app.log_exception = _note  # type: ignore[method-assign, assignment]
    app.before_request(_refuse_nul)
    app.register_error_handler(NotFoundHere, lambda error: error_page(404))
    app.register_error_handler(CSRFError, lambda error: error_page(400, _TOO_LONG_OPEN))
    for away in (OperationalError, InterfaceError, InternalError, NoConnection):
        app.register_error_handler(away, _on_database_error)
    app.register_error_handler(HTTPException, _on_http_error)
