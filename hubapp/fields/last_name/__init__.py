"""Last name."""

from __future__ import annotations

from typing import Any, ClassVar

from hubapp.core.one_line import OneLine
from hubapp.core.words import Words


class LastName(OneLine):
    """See the module."""

    kind: ClassVar[str] = "last_name"
    label: ClassVar[Words] = Words("Last name")
    icon: ClassVar[str] = "user"
    default_key: ClassVar[str] = "last_name"
    default_label: ClassVar[str] = "Last name"
    autocomplete: ClassVar[str] = "family-name"
    personal: ClassVar[bool] = True
    means: ClassVar[str] = "last_name"
    named: ClassVar[bool] = True
    sample: ClassVar[Any] = "Silva"
