"""What a mapping makes of one submission or play."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hubapp.core.fixed import fixed_value
from hubapp.core.mapping import (
    CONFIRMED,
    CONSENTING,
    CONSTANT,
    FALL,
    WAIT,
    FieldMapping,
    Kept,
    MappingRow,
    Record,
    Source,
    Unmappable,
)
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS, as_written


def record_of(
    mapping: FieldMapping,
    known: Mapping[str, Any],
    time: str,
    sources: Sequence[Source] = (),
    receipts: Collection[str] = (),
    once: Collection[str] = (),
) -> Record | Unmappable:
    """The record of one submission.

    known: source key -> value for everything that the hub knows about it. Values that are
    None or empty text are left out: an empty string is not the absence of a value
    (CONTRACT 5.1), and a missing answer must not erase an older one.
    receipts: source keys that hold a consent; once: targets that are one, whatever feeds them.
    """
    by, identity = _who(mapping, known)
    if not identity:
        return _nobody(mapping, sources)
    # Another label is another profile, and another person to whoever keeps order.
    labelled = f"{by}/{mapping.label}" if mapping.label else by
    if mapping.whom == CONSENTING and known.get(mapping.consent_source) is not True:
        sentence = Words(
            "Not sent: this person has not given the consent that the mapping asks for."
        )
        return Kept(sentence, f"{labelled}:{identity}")
    values = _values(mapping, known, receipts)
    record = Record(
        person_key=f"{labelled}:{identity}",
        identify_by=by,
        identity=identity,
        time=time,
        event_name=mapping.event_name,
        values=values,
        once=_once(mapping, values, receipts, once),
        label=mapping.label,
        only_existing=mapping.only_existing,
        how={row.target: row.how for row in mapping.rows if row.how != ALWAYS},
    )
    unconfirmed = mapping.confirm_first and known.get(CONFIRMED) is not True
    return record.without_once() if unconfirmed else record


def _once(
    mapping: FieldMapping,
    values: Mapping[str, Any],
    receipts: Collection[str],
    once: Collection[str],
) -> tuple[str, ...]:
    return tuple(
        row.target
        for row in mapping.rows
        if row.target in values and (row.source in receipts or row.target in once)
    )


def _who(mapping: FieldMapping, known: Mapping[str, Any]) -> tuple[str, str]:
    """By which rule, and what it finds; by the other one where that may be and the first has
    nothing."""
    identity = _identity(known.get(mapping.identity_source))
    if identity or mapping.lacking != FALL:
        return mapping.identify_by, identity
    return mapping.fallback_by, _identity(known.get(mapping.fallback_source))


def _nobody(mapping: FieldMapping, sources: Sequence[Source]) -> Unmappable:
    if mapping.lacking == WAIT:
        return Kept(Words("Waits until this person has said who they are."))
    labels = (each.label for each in sources if each.key == mapping.identity_source)
    return Unmappable(
        Words(
            "This submission has no %(field)s, so the destination cannot know whose it is. "
            "Make that field required, or choose another way to identify users.",
            field=next(labels, Words("identity")),
        )
    )


def _identity(value: Any) -> str:
    """What identifies, trimmed; empty when nobody could see anything in it."""
    text = "" if value is None else str(value).strip()
    return text if one_line([text]) else ""


def _values(
    mapping: FieldMapping, known: Mapping[str, Any], receipts: Collection[str]
) -> dict[str, Any]:
    """A box that was not ticked says nothing: it takes back no consent that was given before, so it
    is left out like an empty answer."""
    return {
        row.target: as_written(row.how, row.of(value))
        for row in mapping.rows
        if _has(value := _value(row, known)) and not (row.source in receipts and value is False)
    }


def _value(row: MappingRow, known: Mapping[str, Any]) -> Any:
    if row.source == CONSTANT:
        return fixed_value(row.constant_kind, row.constant)
    return known.get(row.source)


def _has(value: Any) -> bool:
    return value is not None and value != "" and value != []
