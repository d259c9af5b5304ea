"""How long a browser is taken for whoever named themselves on it."""

from __future__ import annotations

MONTH, SITTING, NEVER = "month", "sitting", "never"
STAYS = (MONTH, SITTING, NEVER)
"""30 days; until half an hour of silence; only for the card at which they said it."""
