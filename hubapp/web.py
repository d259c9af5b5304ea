"""What every screen shares at the edge: who may enter, asset urls, headers, error pages."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any

import structlog
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from werkzeug.exceptions import HTTPException

from hubapp.cards import card_type_of
from hubapp.compression import compressed
from hubapp.core.errors import NotFoundHere
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Hub, Member
from hubapp.remembering import remember

log = structlog.get_logger()
ROLES = ("analyst", "editor", "admin", "owner")
"""Each may do what those before it may."""
PACKAGE = Path(__file__).parent
_MIMES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_YEAR = 31_536_000

bp = Blueprint("web", __name__)
View = Callable[..., Any]


def for_members(role: str) -> Callable[[View], View]:
    """Only members of the workspace with ``role`` or more. A stranger to it gets 404, a member
    with too little 403, a visitor the log-in page. ``hub_id`` in the URL becomes ``hub``."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if not current_user.is_authenticated:
                return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
            if "hub_id" in values:
                values["hub"] = g.hub = _hub_of(values.pop("hub_id"))
            g.member = _membership(getattr(g, "hub", None))
            g.workspace = g.member.workspace
            if ROLES.index(g.member.role) < ROLES.index(role):
                abort(403)
            return view(**values)

        guarded.required_role = role  # type: ignore[attr-defined]
        return guarded

    return guard


def for_visitors(view: View) -> View:
    """Open to everybody."""
    view.required_role = "visitor"  # type: ignore[attr-defined]
    return view


def _hub_of(hub_id: int) -> Hub:
    hub = db.session.get(Hub, hub_id)
    if hub is None:
        raise NotFoundHere
    return hub


def _membership(hub: Hub | None) -> Member:
    query = select(Member).where(Member.user_id == current_user.id).order_by(Member.id)
    if hub is not None:
        query = query.where(Member.workspace_id == hub.workspace_id)
    elif chosen := session.get("workspace_id"):
        query = query.order_by(None).order_by(Member.workspace_id != chosen, Member.id)
    member = db.session.scalars(query).first()
    if member is None:
        raise NotFoundHere
    return member


def _asset_file(path: str) -> Path | None:
    parts = path.split("/")
    if parts[0] == "cards" and len(parts) == 3:
        file = PACKAGE / "cards" / parts[1] / "static" / parts[2]
        root = PACKAGE / "cards"
    else:
        root = PACKAGE / "static"
        file = root / path
    inside = file.resolve().is_relative_to(root.resolve())
    return file if inside and file.is_file() else None


@cache
def _asset_body(path: str) -> tuple[bytes, str] | None:
    file = _asset_file(path)
    if file is None:
        return None
    body = file.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:10]


def asset_url(path: str) -> str:
    """The address of a static file, with its content hash, so that it may be kept for a year.
    ``cards/<kind>/<file>`` is a file of a card type's ``static/``."""
    found = _asset_body(path)
    return url_for("web.asset", digest=found[1] if found else "none", path=path)


@bp.get("/static/<digest>/<path:path>")
@for_visitors
def asset(digest: str, path: str) -> Response:
    found = _asset_body(path)
    if found is None:
        raise NotFoundHere
    mime = _MIMES.get(Path(path).suffix, "application/octet-stream")
    response = Response(found[0], content_type=mime)
    fresh = digest == found[1]
    response.headers["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if fresh else "no-cache"
    )
    response.set_etag(found[1])
    response.make_conditional(request)
    return response


@bp.get("/favicon.ico")
@for_visitors
def favicon() -> Response:
    body = (PACKAGE / "static" / "favicon.svg").read_bytes()
    response = Response(body, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}"
    return response


def picture_url(asset_id: str) -> str:
    """The address of an uploaded picture; empty for none."""
    return url_for("public.picture", public_id=asset_id) if asset_id else ""


@cache
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> Markup:
    """An outline icon, inlined. Without ``label`` it is hidden from screen readers: put a word
    beside it."""
    folder = next(iter(sorted((PACKAGE / "static" / "vendor").glob("tabler-icons-*"))), PACKAGE)
    file = next(iter(folder.rglob(f"{Path(name).name}.svg")), None)
    inner = file.read_text("utf-8").split(">", 1)[1] if file else "</svg>"
    if inner.lstrip().startswith("<!--"):
        inner = inner.split("-->", 1)[1]
    spoken = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    head = Markup(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" {}>'
    ).format(spoken)
    # The body comes from our own vendored file, never from a user.
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return head + Markup("".join(line.strip() for line in inner.splitlines()))  # noqa: S704


def csp_nonce() -> str:
    """The nonce of this response, for the few inline styles that carry a theme."""
    if not hasattr(g, "csp_nonce"):
        g.csp_nonce = secrets.token_urlsafe(12)
    return str(g.csp_nonce)


def when(moment: datetime | None) -> str:
    """A time in words with its zone: ``today 18:00 UTC``, ``3 Nov 2026 09:15 UTC``."""
    if moment is None:
        return ""
    moment, today = moment.astimezone(UTC), datetime.now(UTC).date()
    clock = moment.strftime("%H:%M UTC")
    if moment.date() == today:
        return f"today {clock}"
    if moment.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    return f"{moment.day} {moment.strftime('%b %Y')} {clock}"


def lasting(seconds: float) -> str:
    """A length of time in words: ``40 s``, ``12 min``, ``3 h``, ``2 days``."""
    for unit, size in (("days", 172_800), ("h", 7200), ("min", 120)):
        if seconds >= size:
            return f"{int(seconds / {'days': 86400, 'h': 3600, 'min': 60}[unit])} {unit}"
    return f"{int(seconds)} s"


def policy(nonce: str | None) -> str:
    """The Content-Security-Policy of a page."""
    inline = f" 'nonce-{nonce}'" if nonce else ""
    return (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors 'self'; script-src 'self'{inline}; "
        f"style-src 'self'{inline}"
    )


def add_headers(response: Response) -> Response:
    """Safety headers, and brotli where the browser takes it."""
    response.headers.setdefault("Content-Security-Policy", policy(getattr(g, "csp_nonce", None)))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if current_app.extensions["settings"].https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
    response = compressed(response, request.headers.get("Accept-Encoding", ""))
    # After compression: what is remembered goes out as it is.
    return remember(response) if getattr(g, "same_for_everybody", False) else response


_WORDS = {
    400: ("That did not arrive whole", "Go back, reload the page and send it again."),
    403: (
        "Your role does not include this",
        "Ask an owner of the workspace to do it, or for the role that may.",
    ),
    404: ("There is nothing here", "The page may have moved, or the address has a typing slip."),
    405: ("This page cannot do that", "Go back and use the buttons of the page."),
    413: ("That is too large", "Choose a smaller file or a shorter text, and send it again."),
    429: ("That was a lot in a short time", "Wait a minute, then try again."),
    503: (
        "We could not save that just now",
        "Nothing that you sent before was lost. Go back and try again in a minute.",
    ),
    500: (
        "Something broke on our side",
        "Nothing that you sent before was lost. Try again in a minute.",
    ),
}


def error_page(code: int, sentence: str = "") -> tuple[str, int]:
    """A styled page that says what to do and gives nothing away."""
    title, advice = _WORDS.get(code, _WORDS[500 if code >= 500 else 400])
    page = render_template("errors/error.html", code=code, title=title, advice=sentence or advice)
    return page, code


def _refuse_nul() -> Any:
    """No keyboard makes a NUL, and PostgreSQL cannot keep one: it is refused before anything reads
    it."""
    given = [request.path, *request.args.keys(), *request.args.values()]
    if request.method == "POST":
        given += [*request.form.keys(), *(each for _, each in request.form.items(multi=True))]
    return error_page(400) if any("\0" in text for text in given) else None


def _on_database_error(error: DBAPIError) -> Any:
    """The database is away or its disk is full: nothing was saved; whoever asked tries again."""
    db.session.rollback()
    log.error("database failed", error=type(error).__name__, cause=type(error.orig).__name__)
    page, code = error_page(503)
    return page, code, {"Retry-After": "10"}


def _on_http_error(error: HTTPException) -> Any:
    if error.response is not None:
        return error
    return error_page(error.code or 500)


def init_app(app: Flask) -> None:
    """Hang the edge onto the app."""
    app.register_blueprint(bp)
    app.before_request(_refuse_nul)
    app.after_request(add_headers)
    app.register_error_handler(NotFoundHere, lambda error: error_page(404))
    app.register_error_handler(
        CSRFError,
        lambda error: error_page(
            400, "This page was open for too long. Go back, reload it and send it again."
        ),
    )
    for away in (OperationalError, InterfaceError, InternalError):
        app.register_error_handler(away, _on_database_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.jinja_env.globals.update(
        asset_url=asset_url,
        picture_url=picture_url,
        icon=icon,
        csp_nonce=csp_nonce,
        when=when,
        lasting=lasting,
        card_type_of=card_type_of,
        field_kind_of=field_kind_of,
    )
