"""Static files, pictures and icons: their addresses and what is sent for them."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, request, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from hubapp.core.errors import NotFoundHere
from hubapp.web.access import for_visitors
from hubapp.web.compression import coding_for, packed

PACKAGE = Path(__file__).parents[1]
_MIMES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
YEAR = 31_536_000
"""Seconds that a file may be kept whose address changes with it."""
bp = Blueprint("web", __name__)


class _File(NamedTuple):
    path: Path
    digest: str


@cache
def _files() -> dict[str, _File]:
    """Every static file there is, by its name in addresses. Made when the app is: what is asked for
    is looked up here, so nothing is kept under names that strangers make up."""
    found = {}
    for root, prefix in [(PACKAGE / "static", ""), *_folders_of_cards()]:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                name = f"{prefix}{path.relative_to(root).as_posix()}"
                digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
                found[name] = _File(path, digest)
    return found


@bp.record_once
def _index(_state: BlueprintSetupState) -> None:
    _files()


def _folders_of_cards() -> list[tuple[Path, str]]:
    folders = sorted((PACKAGE / "cards").glob("*/static"))
    return [(folder, f"cards/{folder.parent.name}/") for folder in folders]


@cache
def _body(name: str) -> bytes:
    """Of a file that is in the index, and of no other."""
    return _files()[name].path.read_bytes()


@cache
def _packed(name: str, coding: str) -> bytes:
    """The same in a coding."""
    return packed(_body(name), coding, lasting=True)


def asset_url(path: str) -> str:
    """The address of a static file, with its content hash, so that it may be kept for a year.
    ``cards/<kind>/<file>`` is a file of a card type's ``static/``."""
    found = _files().get(path)
    return url_for("web.asset", digest=found.digest if found else "none", path=path)


@bp.get("/static/<digest>/<path:path>")
@for_visitors
def asset(digest: str, path: str) -> Response:
    """A static file, kept for a year when the hash in its address is its own."""
    found = _files().get(path)
    if found is None:
        raise NotFoundHere
    mime = _MIMES.get(found.path.suffix, "application/octet-stream")
    as_text = mime.startswith(("text/", "image/svg"))
    coding = coding_for(request.headers.get("Accept-Encoding", "")) if as_text else ""
    response = Response(_packed(path, coding) if coding else _body(path), content_type=mime)
    if coding:
        response.headers["Content-Encoding"] = coding
    if as_text:
        response.vary.add("Accept-Encoding")
    fresh = digest == found.digest
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if fresh else "no-cache"
    )
    # A strong tag means the same bytes: each coding has its own.
    response.set_etag(f"{found.digest}-{coding}" if coding else found.digest)
    response.make_conditional(request)
    return response


@bp.get("/favicon.ico")
@for_visitors
def favicon() -> Response:
    """The product's mark."""
    response = Response(_body("favicon.svg"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}"
    return response


@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> Markup:
    """An outline icon, inlined. Without ``label`` it is hidden from screen readers: put a word
    beside it."""
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
    return head + Markup(_strokes(name))  # noqa: S704


@lru_cache(maxsize=256)
def _strokes(name: str) -> str:
    ending = f"/{Path(name).name}.svg"
    file = next((key for key in _files() if "tabler-icons-" in key and key.endswith(ending)), None)
    if file is None:
        return "</svg>"
    inner = _body(file).decode().split(">", 1)[1]
    if inner.lstrip().startswith("<!--"):
        inner = inner.split("-->", 1)[1]
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return "".join(line.strip() for line in inner.splitlines())
