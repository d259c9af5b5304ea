"""Consent to something named, given freely: what somebody must agree to is terms."""

from __future__ import annotations

from typing import ClassVar

from hubapp.core.agreement import Agreement
from hubapp.core.field_kind import FieldOption
from hubapp.core.words import Words


class Consent(Agreement):
    """It can be taken back. Versions of before could require it, and go on doing so."""

    kind: ClassVar[str] = "consent"
    label: ClassVar[Words] = Words("Consent")
    default_key: ClassVar[str] = "marketing_consent"
    default_label: ClassVar[str] = "Marketing consent"
    means: ClassVar[str] = "consent"
    own_words: ClassVar[tuple[str, ...]] = ("wording",)
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "wording",
            Words("Wording"),
            "text",
            "Send me news and offers by email. I can stop it at any time.",
            Words(
                "What the visitor may agree to, in plain words. It is kept with each consent. A "
                "consent is never required: for what everybody must agree to, add Terms. "
                "To link words, write [privacy](https://example.org/privacy)."
            ),
        ),
    )
