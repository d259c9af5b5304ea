"""Build: the marketer's side."""

from hubapp.blueprints.editor import (
    code_routes,
    copy_routes,
    face_routes,
    picture_routes,
    publish_routes,
)
from hubapp.blueprints.editor.routes import bp

__all__ = ["bp", "code_routes", "copy_routes", "face_routes", "picture_routes", "publish_routes"]
