"""Terms: what somebody has to agree to who takes part. No consent to anything else."""

from __future__ import annotations

from typing import ClassVar

from hubapp.core.agreement import Agreement
from hubapp.core.field_kind import FieldOption
from hubapp.core.words import Words


class Terms(Agreement):
    """Whoever sent the form has agreed, so there is nothing to tell a destination."""

    kind: ClassVar[str] = "terms"
    label: ClassVar[Words] = Words("Terms")
    icon: ClassVar[str] = "article"
    default_key: ClassVar[str] = "terms"
    default_label: ClassVar[str] = "Terms"
    condition: ClassVar[bool] = True
    own_words: ClassVar[tuple[str, ...]] = ("wording",)
    untick: ClassVar[Words] = Words(
        "Tick the box to agree to the terms. Without it you cannot go on."
    )
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "wording",
            Words("Wording"),
            "text",
            "I agree to the terms.",
            Words(
                "What everybody must agree to. It is kept with the version and the time, and never "
                "sent as a consent. To link words, write [our terms](https://example.org/terms)."
            ),
        ),
    )
