"""Email address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.fields.email.guesses import meant_by

_EXAMPLE = Words("Enter an email address like ana@example.com.")
_NAMED = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")
_GMAIL = {"googlemail.com": "gmail.com"}
_JOINERS = re.compile("[\u200c\u200d\u00ad]")


def _tidied(line: str) -> str:
    """What people mean who paste an address with what stood around it."""
    text = _JOINERS.sub("", unicodedata.normalize("NFKC", line)).strip()
    if named := _NAMED.fullmatch(text):
        text = named[1]
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :].partition("?")[0]
    return text.strip(" \"'<>()[],;.")


def _advice(typed: str) -> Words:
    """What is wrong, as far as it can be told."""
    if "@" not in typed:
        return Words("There is no @ in it. Enter an email address like ana@example.com.")
    if typed.count("@") > 1:
        return Words("There is more than one @ in it. Enter one address, like ana@example.com.")
    if any(each.isspace() for each in typed):
        return Words("There is a space in the address. Write it like ana@example.com.")
    if "." not in typed.partition("@")[2]:
        return Words(
            "After the @ something is missing. Enter an email address like ana@example.com."
        )
    return _EXAMPLE


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

    def compared(self, value: Any) -> str:
        """Without what a mailbox takes as its own: +tags, and Gmail's dots."""
        local, _, domain = str(value).lower().rpartition("@")
        plain, domain = local.partition("+")[0] or local, _GMAIL.get(domain, domain)
        if domain == "gmail.com":
            plain = plain.replace(".", "") or plain
        return f"{plain}@{domain}"

    def hint(self, value: Any) -> str:
        local, _, domain = str(value).rpartition("@")
        return f"{local[:1]}…@{domain}"

    def guess(self, value: Any) -> str | None:
        return meant_by(str(value))

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = _tidied(one_line(raw))
        if not value:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        try:
            found = validate_email(
                value, check_deliverability=False, allow_smtputf8=False, test_environment=True
            )
        except EmailNotValidError:
            return Unclean(_advice(value))
        # Braze compares without case as far as anybody knows (CONTRACT 3.2).
        return Clean(found.normalized.lower())
