"""The pictures of cards beside their names."""

from __future__ import annotations

import re

from flask import Response

from hubapp.blueprints.editor.routes import bp
from hubapp.core import art
from hubapp.core.errors import NotFoundHere
from hubapp.models import Hub
from hubapp.web.access import for_members
from hubapp.web.assets import YEAR


@bp.get("/hubs/<int:hub_id>/edit/art/<pattern>-<accent>/<int:position>/<card_id>.svg")
@for_members("editor")
def thumbnail(hub: Hub, pattern: str, accent: str, position: int, card_id: str) -> Response:
    """The art of a card without a picture, all of it said by the address. accent: ``rrggbb``;
    position: in its hub. Raises NotFoundHere for no such colour."""
    if not re.fullmatch("[0-9a-f]{6}", accent):
        raise NotFoundHere
    drawn = art.thumbnail(pattern, card_id, position, f"#{accent}")
    response = Response(drawn, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return response
