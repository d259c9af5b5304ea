"""What a row of boxes holds."""

from __future__ import annotations

from hubapp.core.content import number
from hubapp.core.prizes import PrizeContent


class BoxContent(PrizeContent):
    """Prizes, and how many boxes there are to pick from."""

    boxes: int | float = number(2, 9, 3)
