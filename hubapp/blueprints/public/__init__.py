"""The visitor's side: the hub, its cards, the play; and the same as a preview for members."""

from hubapp.blueprints.public import (
    confirm_routes,
    face_routes,
    kiosk_routes,
    preview_routes,
    start_routes,
    won_routes,
    yours_routes,
)
from hubapp.blueprints.public.routes import bp

__all__ = [
    "bp",
    "confirm_routes",
    "face_routes",
    "kiosk_routes",
    "preview_routes",
    "start_routes",
    "won_routes",
    "yours_routes",
]
