"""What a scratch card holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import line
from hubapp.core.prizes import PrizeContent
from hubapp.core.words import Words


class ScratchContent(PrizeContent):
    """Prizes, and what is printed on the foil."""

    names: ClassVar[Mapping[str, Words]] = {
        "foil": Words("words on the foil"),
    }
    foil: str = line(40)
