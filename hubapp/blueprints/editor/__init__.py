"""The marketer's side: hubs, building, publishing."""

from hubapp.blueprints.editor import build, cards, hubs, versions
from hubapp.blueprints.editor.rooms import bp

__all__ = ["bp", "build", "cards", "hubs", "versions"]
