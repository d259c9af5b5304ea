"""Consent to something named, separate from the terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.reading import switched
from hubapp.core.words import Words


class Consent(FieldKind):
    """The value is whether it was given. Never ticked beforehand."""

    kind: ClassVar[str] = "consent"
    label: ClassVar[Words] = Words("Consent")
    icon: ClassVar[str] = "check"
    default_key: ClassVar[str] = "marketing_consent"
    default_label: ClassVar[str] = "Marketing consent"
    value_type: ClassVar[str] = "boolean"
    sample: ClassVar[Any] = True
    means: ClassVar[str] = "consent"
    receipt: ClassVar[bool] = True
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "wording",
            Words("Wording"),
            "text",
            "Send me news and offers by email. I can stop it at any time.",
            Words("What the visitor agrees to, in plain words. It is kept with each consent."),
        ),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        given = bool(raw) and switched(raw[0])
        if required and not given:
            return Unclean(Words("Tick the box to go on."))
        return Clean(given)

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        if not str(options.get("wording", "")).strip():
            return [Words("it has no wording. Say what the visitor agrees to.")]
        return []
