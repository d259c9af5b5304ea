"""Hub settings > Integrations > Deliveries."""

from hubapp.blueprints.deliveries.routes import bp

__all__ = ["bp"]
