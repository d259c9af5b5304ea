"""One of many choices, in a list that opens."""

from __future__ import annotations

from typing import ClassVar

from hubapp.core.choosing import ChoosingOne
from hubapp.core.words import Words


class Dropdown(ChoosingOne):
    """See the module."""

    kind: ClassVar[str] = "dropdown"
    label: ClassVar[Words] = Words("Dropdown")
    icon: ClassVar[str] = "forms"
