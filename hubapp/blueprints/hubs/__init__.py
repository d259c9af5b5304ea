"""The list of hubs, a new hub, its settings and versions."""

from hubapp.blueprints.hubs import share_routes
from hubapp.blueprints.hubs.routes import bp

__all__ = ["bp", "share_routes"]
