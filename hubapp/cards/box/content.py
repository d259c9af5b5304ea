"""What a row of boxes holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import number
from hubapp.core.prizes import PrizeContent
from hubapp.core.words import Words


class BoxContent(PrizeContent):
    """Prizes, and how many boxes there are to pick from."""

    names: ClassVar[Mapping[str, Words]] = {
        "boxes": Words("number of boxes"),
        "prizes": Words("result"),
    }
    boxes: int | float = number(2, 9, 3)
