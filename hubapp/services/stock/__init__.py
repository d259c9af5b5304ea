"""What there is only so much of: lists of codes, what was given of them, what is left."""

from __future__ import annotations

from hubapp.services.stock.given import forget, given_of, outcome_of
from hubapp.services.stock.giving import give, use_code, used_up
from hubapp.services.stock.pools import Standing, add_codes, drop_left, knows, standing_of, taken_of

__all__ = [
    "Standing",
    "add_codes",
    "drop_left",
    "forget",
    "give",
    "given_of",
    "knows",
    "outcome_of",
    "standing_of",
    "taken_of",
    "use_code",
    "used_up",
]
