"""What a scratch card holds."""

from __future__ import annotations

from hubapp.core.content import line
from hubapp.core.prizes import PrizeContent


class ScratchContent(PrizeContent):
    """Prizes, and what is printed on the foil."""

    foil: str = line(40)
