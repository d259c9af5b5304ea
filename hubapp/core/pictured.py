"""What the id of an uploaded picture tells of it."""

from __future__ import annotations

MOVES = "m"
"""What the id of a picture that moves ends with. Other ids are hexadecimal."""


def moves(picture_id: str) -> bool:
    """It is an animation, of which the first frame is kept as well."""
    return picture_id.endswith(MOVES)
