"""Hidden: a value from the link that brought the visitor, such as an external ID."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words

_LONGEST = 987
"""Bytes: an external_id (CONTRACT 2.2)."""
_PARAMETER = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Hidden(FieldKind):
    """Never refuses a visitor, who could not mend it: what is too long is left out."""

    kind: ClassVar[str] = "hidden"
    label: ClassVar[Words] = Words("Hidden, from the link")
    icon: ClassVar[str] = "link"
    default_key: ClassVar[str] = "external_id"
    default_label: ClassVar[str] = "External ID"
    sample: ClassVar[Any] = "user-1042"
    identifies: ClassVar[str] = "id"
    suggested: ClassVar[bool] = False
    shown: ClassVar[bool] = False
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "parameter",
            Words("URL parameter"),
            "text",
            "external_id",
            Words("Links to the hub carry it: …/?external_id=user-1042"),
        ),
    )

    def link_parameter(self, options: Mapping[str, Any]) -> str:
        return str(options.get("parameter", ""))

    def source_of(
        self, posted: Sequence[str], link: Mapping[str, str], options: Mapping[str, Any]
    ) -> Sequence[str]:
        return [link.get(self.link_parameter(options), "")]

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        return Clean(value if value and len(value.encode()) <= _LONGEST else None)

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        if not _PARAMETER.fullmatch(str(options.get("parameter", ""))):
            return [Words("name the URL parameter, in letters, digits, - and _.")]
        return []
