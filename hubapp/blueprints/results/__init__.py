"""Results of a hub: its figures, its entries and draws."""

from hubapp.blueprints.results import draw_routes, figure_routes
from hubapp.blueprints.results.routes import bp

__all__ = ["bp", "draw_routes", "figure_routes"]
