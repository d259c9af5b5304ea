"""Files that a browser keeps."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def kept_as(response: Response, name: str) -> Response:
    """The same, saved under this name, which may be of any script (RFC 6266): an old browser reads
    the part of it that is ASCII."""
    plain = name.encode("ascii", "ignore").decode().lstrip("-.")
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{whole}'
    return response
