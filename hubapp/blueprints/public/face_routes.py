"""The file of a face that a brand brought."""

from __future__ import annotations

from flask import Response

from hubapp.blueprints.public.routes import bp
from hubapp.services import editing
from hubapp.web.access import for_visitors
from hubapp.web.assets import YEAR


@bp.get("/faces/<face_id>.woff2")
@for_visitors
def face(face_id: str) -> Response:
    """Another file has another address."""
    response = Response(editing.face_file(face_id), content_type="font/woff2")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
