"""First name."""

from __future__ import annotations

from typing import Any, ClassVar

from hubapp.core.one_line import OneLine
from hubapp.core.words import Words


class FirstName(OneLine):
    """See the module."""

    kind: ClassVar[str] = "first_name"
    label: ClassVar[Words] = Words("First name")
    icon: ClassVar[str] = "user"
    default_key: ClassVar[str] = "first_name"
    default_label: ClassVar[str] = "First name"
    autocomplete: ClassVar[str] = "given-name"
    personal: ClassVar[bool] = True
    means: ClassVar[str] = "first_name"
    named: ClassVar[bool] = True
    sample: ClassVar[Any] = "Ana"
