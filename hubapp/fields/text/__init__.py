"""One line of text."""

from __future__ import annotations

from typing import Any, ClassVar

from hubapp.core.one_line import OneLine
from hubapp.core.words import Words


class Text(OneLine):
    """See the module."""

    kind: ClassVar[str] = "text"
    label: ClassVar[Words] = Words("Text")
    icon: ClassVar[str] = "pencil"
    default_key: ClassVar[str] = "text"
    default_label: ClassVar[str] = "Your answer"
    sample: ClassVar[Any] = "Blue"
    identifies: ClassVar[str] = "id"
