"""One of several choices, all of them in sight."""

from __future__ import annotations

from typing import ClassVar

from hubapp.core.choosing import ChoosingOne
from hubapp.core.words import Words


class SingleChoice(ChoosingOne):
    """See the module."""

    kind: ClassVar[str] = "single_choice"
    label: ClassVar[Words] = Words("Single choice")
    icon: ClassVar[str] = "list-check"
