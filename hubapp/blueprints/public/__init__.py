"""The visitor's side: the hub, its cards, the play; and the same as a preview for members."""

from hubapp.blueprints.public import preview_routes
from hubapp.blueprints.public.routes import bp

__all__ = ["bp", "preview_routes"]
