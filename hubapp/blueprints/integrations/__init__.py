"""Hub settings > Integrations."""

from hubapp.blueprints.integrations.routes import bp

__all__ = ["bp"]
