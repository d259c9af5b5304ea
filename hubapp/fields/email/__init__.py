"""Email address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words

_EXAMPLE = Words("Enter an email address like ana@example.com.")


class Email(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "email"
    label: ClassVar[Words] = Words("Email")
    icon: ClassVar[str] = "mail"
    default_key: ClassVar[str] = "email"
    default_label: ClassVar[str] = "Email"
    autocomplete: ClassVar[str] = "email"
    inputmode: ClassVar[str] = "email"
    personal: ClassVar[bool] = True
    means: ClassVar[str] = "email"
    identifies: ClassVar[str] = "email"
    sample: ClassVar[Any] = "ana@example.com"

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        if not value:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        try:
            found = validate_email(
                value, check_deliverability=False, allow_smtputf8=False, test_environment=True
            )
        except EmailNotValidError:
            return Unclean(_EXAMPLE)
        # Braze compares without case as far as anybody knows (CONTRACT 3.2).
        return Clean(found.normalized.lower())
