"""Build: the marketer's side."""

from hubapp.blueprints.editor import publish_routes
from hubapp.blueprints.editor.routes import bp

__all__ = ["bp", "publish_routes"]
