"""Build: the marketer's side."""

from hubapp.blueprints.editor import (
    art_routes,
    code_routes,
    copy_routes,
    face_routes,
    picture_routes,
    publish_routes,
)
from hubapp.blueprints.editor.routes import bp

__all__ = [
    "art_routes",
    "bp",
    "code_routes",
    "copy_routes",
    "face_routes",
    "picture_routes",
    "publish_routes",
]
