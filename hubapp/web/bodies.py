"""What a browser sends is read whole before anything else is done with it: who sends slowly keeps a
thread waiting, and neither a connection to the database nor anybody else."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Flask, current_app, request, session
from flask_login import COOKIE_NAME, decode_cookie
from werkzeug.wsgi import get_content_length

from hubapp.web.errors import error_page
from hubapp.web.words import browsers_language, speak

LONGEST_OF_STRANGERS = 64 * 1024
"""Bytes; a form that somebody typed on a phone is far below. Members upload pictures."""
LONGEST_ADDRESS = 8 * 1024
"""Characters of a path and what is asked after it."""
_IN_MEMORY = 512 * 1024
_CHUNK = 64 * 1024
_OURS = "hubapp.body"


def init_app(app: Flask) -> None:
    """Read before what others do before a request."""
    app.before_request_funcs.setdefault(None, []).insert(0, _listen)
    app.teardown_request(_forget)


def _listen() -> Any:
    """Refuses what is too long, and what broke off: half a form may look like a whole one."""
    environ = request.environ
    if len(environ["PATH_INFO"]) + len(environ.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        return _refused(414)
    told = get_content_length(environ)
    if told or "HTTP_TRANSFER_ENCODING" in environ:
        refusal = _refusal_of_body(environ, told)
        return _refused(refusal) if refusal else None
    return None


def _refused(status: int) -> tuple[str, int]:
    speak(browsers_language())
    return error_page(status)


def _refusal_of_body(environ: dict[str, Any], told: int | None) -> int:
    """Its status; 0: the body is here. told: how long it is to be, if anybody says."""
    most = LONGEST_OF_STRANGERS if _from_stranger() else current_app.config["MAX_CONTENT_LENGTH"]
    if (told or 0) > most:
        return 413
    body = environ[_OURS] = SpooledTemporaryFile(_IN_MEMORY)
    length = _copied(environ["wsgi.input"], body, most + 1 if told is None else told)
    body.seek(0)
    # From here on it is a body of a known length, however it came.
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(length)})
    if told is None:
        return 413 if length > most else 0
    return 400 if length < told else 0


def _forget(_error: BaseException | None) -> None:
    if body := request.environ.pop(_OURS, None):
        body.close()


def _copied(source: Any, target: Any, most: int) -> int:
    """Bytes read: all that there are, or as many as these."""
    length = 0
    while length < most and (chunk := source.read(min(_CHUNK, most - length))):
        length += len(chunk)
        target.write(chunk)
    return length


def _from_stranger() -> bool:
    """Nobody who has logged in, by their signed cookies; whether they still may is asked later."""
    remembered = request.cookies.get(COOKIE_NAME)
    return "_user_id" not in session and not (remembered and decode_cookie(remembered))
