"""The list of hubs, a new hub, its settings and versions."""

from hubapp.blueprints.hubs import list_routes, share_routes, start_routes
from hubapp.blueprints.hubs.routes import bp

__all__ = ["bp", "list_routes", "share_routes", "start_routes"]
