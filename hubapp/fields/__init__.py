"""The registry of field kinds: one line each."""

from __future__ import annotations

from hubapp.core.field_kind import FieldKind
from hubapp.fields.consent import Consent
from hubapp.fields.country import Country
from hubapp.fields.date_of_birth import DateOfBirth
from hubapp.fields.dropdown import Dropdown
from hubapp.fields.email import Email
from hubapp.fields.first_name import FirstName
from hubapp.fields.hidden import Hidden
from hubapp.fields.last_name import LastName
from hubapp.fields.multiple_choice import MultipleChoice
from hubapp.fields.number import Number
from hubapp.fields.phone import Phone
from hubapp.fields.postcode import Postcode
from hubapp.fields.single_choice import SingleChoice
from hubapp.fields.terms import Terms
from hubapp.fields.text import Text

FIELD_KINDS: dict[str, FieldKind] = {
    each.kind: each
    for each in (
        Email(),
        Phone(),
        FirstName(),
        LastName(),
        Text(),
        Number(),
        SingleChoice(),
        Dropdown(),
        MultipleChoice(),
        Postcode(),
        Country(),
        DateOfBirth(),
        Terms(),
        Consent(),
        Hidden(),
    )
}


def field_kind_of(kind: str) -> FieldKind | None:
    """The field kind, None when this release does not know it."""
    return FIELD_KINDS.get(kind)
