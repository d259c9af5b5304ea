"""What a visitor need not type again. Addresses that they told this hub before, in this browser,
with nobody else since: never shown whole, for somebody may look over a shoulder. And all that they
told it anywhere, once a mailed code or a signed link has shown who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hubapp.core.field_kind import Clean
from hubapp.core.rewording import as_read
from hubapp.fields import field_kind_of
from hubapp.services import people
from hubapp.services.visiting.visit import Visit

KNOWN = "~known"
"""Behind a field's key: the form said that it may be left empty."""
_ADDRESSES = ("email", "phone")


def known_before(visit: Visit) -> dict[str, str]:
    """Field key -> address, of the required fields of this card's form."""
    asked = {
        field.key: (kind, field)
        for field in (visit.card.form.fields if visit.card.form else ())
        if (kind := field_kind_of(field.kind)) is not None
        and kind.identifies in _ADDRESSES
        and field.required
    }
    speaker = (
        people.recognised(visit.workspace_id, visit.visitor_token, visit.snapshot.staying)
        if asked
        else None
    )
    told = people.told(speaker.id, visit.hub_id) if speaker else {}
    return {
        key: str(told[key])
        for key, (kind, field) in asked.items()
        if told.get(key)
        and kind.clean([str(told[key])], field.options, True, "") == Clean(told[key])
    }


def hints_of(visit: Visit) -> dict[str, str]:
    """Field key -> enough of an address to know it by."""
    fields = {field.key: field for field in (visit.card.form.fields if visit.card.form else ())}
    kinds = {key: field_kind_of(field.kind) for key, field in fields.items()}
    return {
        key: kind.hint(value)
        for key, value in known_before(visit).items()
        if (kind := kinds[key]) is not None
    }


def lent_to(visit: Visit, external_id: str = "") -> dict[str, list[str]]:
    """Field key -> what is filled in, of the fields of this card's form, for whoever has shown who
    they are; nothing for anybody else. external_id: shown by the link that they came by."""
    form = visit.card.form
    shown = people.shown_contact(visit.workspace_id, visit.visitor_token, external_id)
    if form is None or shown is None:
        return {}
    known = people.verified_values(shown, visit.hub_id)
    told = visit.snapshot.told.get(f"form:{visit.card.id}", {})
    found = {}
    for field in form.fields:
        kind, value = field_kind_of(field.kind), known.get(field.key)
        if kind is None or not kind.shown or value is None:
            continue
        # The same answer, in the words of today.
        lines = {each: each for each in kind.lines(field.options)}
        value = as_read(value, lines, told.get(field.id, {})) if lines else value
        filled = [*kind.filled_in(value, field.options)]
        # Another field had this key, or the choice is gone.
        if filled and kind.clean(filled, field.options, False, "") == Clean(value):
            found[field.key] = filled
    return found


def with_known(visit: Visit, raw: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """What was filled in, with what the form said may be left empty and was."""
    said = (name.removesuffix(KNOWN) for name in raw if name.endswith(KNOWN))
    left = {key for key in said if not any(each.strip() for each in raw.get(key, ()))}
    if not left:
        return raw
    return {**raw, **{key: [value] for key, value in known_before(visit).items() if key in left}}
